//! A store keeps the time zone and currency it was made with: days once cut are never cut anew,
//! so a later start that says otherwise is refused.

use anyhow::Result;
use marea_tests::server::Store;

#[test]
fn a_store_keeps_its_time_zone_and_currency() -> Result<()> {
    let store = Store::new()?;
    let made = store.serve().with("--time-zone", "Europe/Madrid").with("--currency", "EUR");
    made.start()?.stop()?;
    made.start()?.stop()?;
    store.serve().start()?.stop()?;
    for (option, other) in [("--time-zone", "America/New_York"), ("--currency", "USD")] {
        let refused = store.serve().with(option, other).refused()?;
        assert_ne!(refused.code, 0);
        assert!(refused.stderr.contains(other), "does not say why: {}", refused.stderr);
    }
    let nowhere = store.serve().with("--time-zone", "Europe/Nowhere").refused()?;
    assert_eq!(nowhere.code, 2, "{}", nowhere.stderr);
    store.serve().start()?.stop()
}
