//! `marea reactions`: what helps to configure webhooks and e-mail.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::say;
use crate::reactions::{Configuration, write_templates};

#[derive(Args)]
pub(super) struct ReactionsArguments {
    #[command(subcommand)]
    command: ReactionsCommand,
}

#[derive(Subcommand)]
enum ReactionsCommand {
    /// Write the templates of all letters into a folder, to edit them there. Files that are there
    /// already stay as they are.
    Templates {
        /// The folder; made if it is not there.
        folder: PathBuf,
    },
    /// Read a configuration file with the secrets and templates that it names, and send nothing.
    Check {
        /// The file.
        file: PathBuf,
    },
}

pub(super) fn reactions(arguments: &ReactionsArguments) -> anyhow::Result<()> {
    match &arguments.command {
        ReactionsCommand::Templates { folder } => {
            for name in write_templates(folder)? {
                say(&folder.join(name).display().to_string());
            }
        }
        ReactionsCommand::Check { file } => {
            for line in Configuration::read(file)?.summary() {
                say(&line);
            }
        }
    }
    Ok(())
}
