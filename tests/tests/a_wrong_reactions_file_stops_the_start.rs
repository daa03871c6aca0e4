//! A configuration that cannot be used stops the start, with the line and what was expected; the
//! templates that the program writes can be edited and are used.

use std::fs;

use anyhow::{Result, ensure};
use marea_tests::{binary::run_well, reactions::serve, receiver::SECRET, server::Store};

#[test]
fn a_wrong_reactions_file_stops_the_start() -> Result<()> {
    let store = Store::new()?;
    let head =
        format!("[[webhook]]\nname = \"erp\"\nurl = \"http://a.example\"\nsecret = {SECRET:?}\n");
    let wrong = [
        ("topics = [\"stock.lo\"]\n", "line 5", "stock.low"),
        ("topics = [\"stock.low\"]\nretries = 3\n", "line 6", "unknown field"),
        ("topics = [\"stock.low\"]\nsecret_file = \"a\"\n", "line 2", "expected one of secret"),
        ("topics = [\"stock.low\"]\n[mail]\nhost = 1\n", "line 7", "expected a string"),
    ];
    for (rest, line, expected) in wrong {
        let finished = serve(&store, &format!("{head}{rest}"))?.refused()?;
        ensure!(finished.code == 2, "{finished:?}");
        ensure!(finished.stderr.contains(line), "no {line}: {}", finished.stderr);
        ensure!(finished.stderr.contains(expected), "no {expected}: {}", finished.stderr);
        ensure!(!store.data().exists(), "a store was made all the same");
    }
    Ok(())
}

#[test]
fn templates_are_written_out_to_be_edited() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let templates = folder.path().join("templates");
    run_well(["reactions".as_ref(), "templates".as_ref(), templates.as_os_str()])?;
    ensure!(fs::read_to_string(templates.join("order.shipped.txt"))?.contains("{{ order_id }}"));
    let file = folder.path().join("reactions.toml");
    let mail = "[mail]\nhost = \"mail.example.org\"\ntls = \"wrapper\"\nfrom = \"a@example.org\"\n\
        templates = \"templates\"\n[[mail.to]]\nname = \"buyers\"\naddresses = [\"b@example.org\"]\n\
        topics = [\"stock.low\"]\n";
    fs::write(&file, mail)?;
    let checked = run_well(["reactions".as_ref(), "check".as_ref(), file.as_os_str()])?;
    ensure!(
        checked.stdout.contains("buyers: mail to b@example.org, by mail.example.org:465"),
        "{checked:?}"
    );
    Ok(())
}
