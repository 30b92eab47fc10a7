//! What the operator of a node can look at and change: bans and authority blobs.

use serde_json::{Value, json};

use super::api::Api;
use super::{Node, c2pool};
use crate::client::ClientError;
use crate::json::node::BansJson;
use crate::json::number_in;

impl Node<'_> {
    /// What it hides from those who look at its messages.
    ///
    /// # Errors
    /// As [`keys`](Self::keys).
    pub async fn bans(&self) -> Result<BansJson, ClientError> {
        self.only_msg("bans")?;
        let path = "msg/bans";
        let answer = self.talk.get(path).await?;
        BansJson::read(&answer.value, self.url())
            .ok_or_else(|| self.not("a list of bans", path, &answer))
    }

    /// What it says about its authority blobs, as it says it.
    ///
    /// # Errors
    /// As [`keys`](Self::keys).
    pub async fn diag(&self) -> Result<Value, ClientError> {
        if self.api == Api::C2pool {
            return c2pool::call(&self.talk, "getmessageblob", json!([])).await;
        }
        self.only_msg("diagnostics")?;
        Ok(self.talk.get("msg/diag").await?.value)
    }

    /// The blob that an operator set in c2pool, in hex.
    ///
    /// # Errors
    /// As [`keys`](Self::keys).
    pub async fn operator_blob(&self) -> Result<Option<String>, ClientError> {
        self.only_c2pool()?;
        c2pool::operator_blob(&self.talk).await
    }

    /// Replaces the blob that an operator set in c2pool. c2pool clears its blob if `hex` is empty or
    /// not hex, so the caller checks it.
    ///
    /// # Errors
    /// As [`keys`](Self::keys).
    pub async fn set_operator_blob(&self, hex: &str) -> Result<(), ClientError> {
        self.only_c2pool()?;
        c2pool::call(&self.talk, "setmessageblob", json!([hex])).await?;
        Ok(())
    }

    /// Bans or unbans (`verb`) what `body` names, and returns the node's report.
    ///
    /// # Errors
    /// As [`keys`](Self::keys).
    pub async fn change_bans(
        &self,
        verb: &'static str,
        body: &Value,
    ) -> Result<Vec<String>, ClientError> {
        self.only_msg("bans")?;
        let path = format!("msg/{verb}");
        let answer = self.talk.post(&path, body).await?;
        let actions = answer.value.get("actions").and_then(Value::as_array);
        actions
            .map(|actions| {
                let words = actions.iter().filter_map(Value::as_str);
                words.map(str::to_owned).collect()
            })
            .ok_or_else(|| self.not("a list of what it did", &path, &answer))
    }

    /// Hands over an authority's envelope in hex, and gives how many messages the node took; none
    /// if it has them, or cannot verify them.
    ///
    /// # Errors
    /// As [`keys`](Self::keys).
    pub async fn load_blob(&self, hex: &str) -> Result<u64, ClientError> {
        self.only_msg("blobs")?;
        let path = "msg/load_blob";
        let answer = self.talk.post(path, &json!({"blob_hex": hex})).await?;
        let loaded = answer.value.get("loaded");
        loaded
            .and_then(|loaded| number_in(loaded, ""))
            .ok_or_else(|| self.not("a count of messages", path, &answer))
    }

    fn only_msg(&self, what: &'static str) -> Result<(), ClientError> {
        match self.api {
            Api::Msg => Ok(()),
            Api::Plan | Api::C2pool => Err(self.not_in_api(what)),
        }
    }

    fn only_c2pool(&self) -> Result<(), ClientError> {
        match self.api {
            Api::C2pool => Ok(()),
            Api::Plan | Api::Msg => Err(self.not_in_api("operator blobs")),
        }
    }
}
