//! Letters go out by SMTP: to the customer when a parcel leaves, to the buyer when stock is low; one
//! that could not be taken comes again with its Message-ID, one that never will is a dead letter.

use anyhow::{Context as _, Result, ensure};
use marea_tests::{
    events::{Event, order_approved, order_placed, order_shipped, product_set, stock_received},
    mail_server::{Letter, MailServer},
    reactions::{dead_letters, serve, settled},
    server::{Server, Store},
};

fn configuration(server: &MailServer) -> String {
    format!(
        "retry_after = [\"100ms\"]\n[mail]\nhost = \"127.0.0.1\"\nport = {}\ntls = \"none\"\n\
         user = \"shop\"\npassword_environment = \"MAIL_PASSWORD\"\n\
         from = \"Example shop <shop@example.org>\"\n\
         [[mail.to]]\nname = \"customers\"\ncustomer = true\ntopics = [\"order.shipped\"]\n\
         [[mail.to]]\nname = \"buyers\"\naddresses = [\"buyer@example.org\", \"Boss <b@example.org>\"]\n\
         topics = [\"stock.low\"]\n",
        server.port()
    )
}

fn start(store: &Store, mail: &MailServer) -> Result<Server> {
    let serve = serve(store, &configuration(mail))?.with("--shop-name", "Mugs & more");
    serve.environment("MAIL_PASSWORD", "hush").start()
}

fn customer(id: &str) -> Event {
    Event::new("customer_set", &format!("customer-{id}")).with("customer_id", id)
}

fn letter<'a>(letters: &'a [Letter], to: &str) -> Result<&'a Letter> {
    letters.iter().find(|letter| letter.to.iter().any(|it| it == to)).context("no such letter")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_goes_to_the_customer_by_smtp() -> Result<()> {
    let (store, mail) = (Store::new()?, MailServer::listen().await?);
    let server = start(&store, &mail)?;
    let client = server.client()?;
    let events = [
        customer("c1").with("name", "Uxía").with("email", "uxia@example.org"),
        product_set("S1", "deny").with("reorder_point", 5),
        stock_received("S1", "MAD", 6),
        order_placed("o1").line("S1", 1, "9.95"),
        order_placed("o2").with("customer_id", "c2").line("S1", 1, "9.95"),
        order_approved("o1"),
        order_approved("o2"),
        order_shipped("o1").with("carrier", "Correos").with("tracking_number", "PQ1"),
        // Nobody knows where mail reaches the customer of this one.
        order_shipped("o2"),
    ];
    client.record(&events).await?;
    let letters = mail.wait(2).await?;
    let shipped = letter(&letters, "uxia@example.org")?;
    ensure!(shipped.from == "shop@example.org" && shipped.to.len() == 1, "{shipped:?}");
    ensure!(shipped.header("Message-ID") == "<msg_8_0.customers@example.org>", "{shipped:?}");
    ensure!(shipped.header("Subject") == "Mugs & more: your order o1 is on its way", "{shipped:?}");
    ensure!(
        shipped.text.contains("Correos: PQ1") && shipped.text.contains("text/html"),
        "{shipped:?}"
    );
    ensure!(shipped.text.contains("Mugs &amp; more"), "not escaped: {shipped:?}");
    let low = letter(&letters, "b@example.org")?;
    ensure!(low.to == ["buyer@example.org", "b@example.org"], "{low:?}");
    ensure!(low.header("Subject") == "Low stock: Product S1, 5 left", "{low:?}");
    // AUTH PLAIN: nothing, the user, the password, parted by zero bytes.
    ensure!(
        mail.log_ins().iter().all(|it| it == "AUTH PLAIN AHNob3AAaHVzaA=="),
        "{:?}",
        mail.log_ins()
    );
    for name in ["customers", "buyers"] {
        settled(&client, name, 0, 0).await?;
    }
    server.kill()?;
    let server = start(&store, &mail)?;
    settled(&server.client()?, "customers", 0, 0).await?;
    ensure!(mail.letters().len() == 2, "sent again after a restart: {:?}", mail.letters());
    server.stop()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_was_not_taken_comes_again_with_its_message_id() -> Result<()> {
    let (store, mail) = (Store::new()?, MailServer::listen().await?);
    let server = start(&store, &mail)?;
    let client = server.client()?;
    client.record(&[product_set("S1", "deny").with("reorder_point", 5)]).await?;
    mail.answer(&["451 4.3.0 Later", "250 2.0.0 Taken", "550 5.1.1 No such mailbox"]);
    client.record(&[stock_received("S1", "MAD", 3)]).await?;
    settled(&client, "buyers", 0, 0).await?;
    let letters = mail.wait(2).await?;
    let ids: Vec<_> = letters.iter().map(|letter| letter.header("Message-ID")).collect();
    ensure!(ids == ["<msg_2_0.buyers@example.org>"; 2], "{letters:?}");

    let more = stock_received("S1", "MAD", 9).with("event_id", "more");
    client.record(&[more, order_placed("o1").line("S1", 10, "9.95")]).await?;
    settled(&client, "buyers", 0, 1).await?;
    let dead = dead_letters(&client).await?;
    ensure!(dead[0]["attempts"] == 1 && dead[0]["destination"] == "buyers", "{dead:?}");
    ensure!(dead[0]["last_error"].as_str().is_some_and(|it| it.contains("No such mailbox")));
    server.stop()
}
