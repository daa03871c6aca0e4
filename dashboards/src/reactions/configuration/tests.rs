//! A file is read as it is meant, or refused with its line and what was expected.

use super::*;

const SECRET: &str = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

fn read(text: &str) -> Result<Configuration, String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("erp.secret"), format!("{SECRET}\n")).unwrap();
    fs::write(folder.path().join("smtp.password"), "hush\n").unwrap();
    let path = folder.path().join("reactions.toml");
    fs::write(&path, text).unwrap();
    Configuration::read(&path).map_err(|error| error.to_string())
}

fn webhook(rest: &str) -> String {
    format!("[[webhook]]\nname = \"erp\"\nurl = \"https://erp.example.org\"\n{rest}\n")
}

fn mail(rest: &str) -> String {
    format!("[mail]\nhost = \"smtp.example.org\"\nfrom = \"Shop <shop@example.org>\"\n{rest}\n")
}

#[test]
fn a_whole_file_is_read() {
    let text = format!(
        "retry_after = [\"100ms\", \"2h\"]\n{}{}",
        webhook("secret_file = \"erp.secret\"\ntopics = [\"stock.low\", \"order.shipped\"]"),
        mail(
            "tls = \"start\"\nuser = \"shop\"\npassword_file = \"smtp.password\"\n\
             [[mail.to]]\nname = \"customers\"\ncustomer = true\ntopics = [\"order.shipped\"]\n\
             [[mail.to]]\nname = \"buyers\"\naddresses = [\"b@example.org\"]\n\
             topics = [\"stock.sold_out\"]"
        )
    );
    let read = read(&text).unwrap();
    let shown: Vec<_> =
        read.destinations.iter().map(|it| (it.name.as_str(), it.kind(), it.address())).collect();
    let expected = [
        ("erp", "webhook", "https://erp.example.org/".to_owned()),
        ("customers", "mail", "the customer, by smtp.example.org:587".to_owned()),
        ("buyers", "mail", "b@example.org, by smtp.example.org:587".to_owned()),
    ];
    assert_eq!(shown, expected);
    let wanted = [Topic::OrderShipped, Topic::StockLow, Topic::StockSoldOut];
    assert_eq!(read.wanted(), wanted.into());
}

/// What is wrong with a file names the line and holds this text.
#[track_caller]
fn check(text: &str, line: usize, expected: &str) {
    let error = read(text).err().unwrap();
    assert!(error.contains(&format!("line {line}")), "no line {line} in: {error}");
    assert!(error.contains(expected), "no \"{expected}\" in: {error}");
    assert!(error.contains("reactions.toml"), "{error}");
}

#[test]
fn a_wrong_field_is_refused_with_its_line() {
    let secret = format!("secret = \"{SECRET}\"\n");
    check(&webhook(&format!("{secret}topics = [\"stock.lo\"]")), 5, "stock.low");
    check(&webhook(&format!("{secret}topics = []")), 2, "expected at least one topic");
    check(&webhook(&format!("{secret}topic = [\"stock.low\"]")), 5, "unknown field");
    check(&webhook("secret = \"short\"\ntopics = [\"stock.low\"]"), 2, "whsec_");
    check(&webhook("topics = [\"stock.low\"]"), 2, "expected one of secret");
    check(&webhook("secret_file = \"gone\"\ntopics = [\"stock.low\"]"), 2, "gone");
    check("[[webhook]]\nname = \"erp\"\nurl = \"ftp://a\"", 3, "expected an address such as");
    check("retry_after = [\"soon\"]", 1, "expected a pause such as");
    check("[[webhook]\nname = 1", 1, "expected");
}

#[test]
fn a_wrong_mail_table_is_refused_with_its_line() {
    let to = "[[mail.to]]\nname = \"a\"\ntopics = [\"stock.low\"]\n";
    check(&mail(&format!("tls = \"ssl\"\n{to}")), 4, "wrapper");
    check(&mail("tls = \"start\""), 2, "expected a [[mail.to]]");
    check(&mail(&format!("tls = \"start\"\n{to}")), 6, "either customer = true, or addresses");
    check(&mail(&format!("tls = \"start\"\nuser = \"a\"\n{to}")), 2, "both a user and a password");
    let open = "tls = \"none\"\nuser = \"a\"\npassword_file = \"smtp.password\"\n";
    check(&mail(&format!("{open}{to}")), 2, "could be read on its way");
    check(&mail(&format!("tls = \"start\"\n{to}addresses = [\"nobody\"]")), 8, "Example shop <");
}

#[test]
fn a_name_is_plain_and_there_once() {
    let table = |name: &str| {
        format!(
            "[[webhook]]\nname = \"{name}\"\nurl = \"http://a.example\"\nsecret = \"{SECRET}\"\n\
             topics = [\"stock.low\"]\n"
        )
    };
    check(&table("The ERP"), 2, "small letters");
    check(&(table("erp") + &table("erp")), 7, "this one is taken");
    let error = read("").err().unwrap();
    assert!(error.contains("expected a [[webhook]]"), "{error}");
}
