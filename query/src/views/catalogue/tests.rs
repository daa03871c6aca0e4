//! The files of views say what they hold and how they are answered.

use super::*;

#[test]
fn every_file_says_what_it_holds_and_how_it_is_answered() {
    let all = all();
    assert!(all.len() >= 30, "{}", all.len());
    for ((name, text), view) in VIEW_FILES.iter().zip(all) {
        assert!(view.about.len() > 20, "{name} says too little of itself");
        let kind = text.contains("\n-- kept\n") || text.contains("\n-- computed\n");
        assert!(kind, "{name} is neither kept nor computed");
        assert!(view.sql.starts_with("SELECT") || view.sql.starts_with("WITH"), "{name}");
    }
}
