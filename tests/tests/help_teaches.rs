//! `--help` teaches: the overview names every command, and every command shows an example of
//! itself that names the binary and the command; a mistake is exit code 2 and says what to do.

use anyhow::{Context as _, Result};
use marea_tests::binary::{run, run_well};

#[test]
fn help_teaches() -> Result<()> {
    let overview = run_well(["--help"])?.stdout;
    let commands = overview.split_once("Commands:").context("lists no commands")?.1;
    let names: Vec<_> = commands
        .lines()
        .skip(1)
        .take_while(|line| line.is_empty() || line.starts_with(' '))
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    for known in ["demo", "serve", "import", "simulate", "sql", "forecast", "chart", "check"] {
        assert!(names.contains(&known), "{known} is not in the overview: {names:?}");
    }
    for name in names {
        let help = run_well([name, "--help"])?.stdout;
        let example = format!("marea {name}");
        let examples = help.split_once("Example").map(|(_, examples)| examples);
        assert!(
            examples.is_some_and(|examples| examples.contains(&example)),
            "`marea {name} --help` has no example"
        );
    }
    Ok(())
}

#[test]
fn a_mistake_says_what_to_do() -> Result<()> {
    for mistake in [&["sql"][..], &["sevre"], &["serve", "--data"], &["import", "abacus", "x"]] {
        let finished = run(mistake)?;
        assert_eq!(finished.code, 2, "{mistake:?}: {}", finished.stderr);
        assert!(finished.stderr.contains("help"), "{mistake:?}: {}", finished.stderr);
    }
    let missing = run(["sql", "SELECT 1", "--data", "/nonexistent/store"])?;
    assert!(missing.code > 0);
    assert!(missing.stderr.contains("/nonexistent/store"), "{}", missing.stderr);
    Ok(())
}
