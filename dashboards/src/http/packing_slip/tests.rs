//! What is printed is text, whatever customers write.

use super::*;

#[test]
fn markup_in_names_is_shown_and_not_obeyed() {
    assert_eq!(escaped("<b>\"A&B\"</b> 'x'"), "&lt;b&gt;&quot;A&amp;B&quot;&lt;/b&gt; &#39;x&#39;");
}
