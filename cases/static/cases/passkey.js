// Security keys and passkeys (W3C WebAuthn): a button asks the key, and its answer goes along with
// the form. What the server sends and wants back has bytes as base64url.

const bytes = text => Uint8Array.from(
  atob(text.replaceAll("-", "+").replaceAll("_", "/")),
  letter => letter.charCodeAt(0)
)
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
const identified = list => (list ?? []).map(one => ({...one, id: bytes(one.id)}))

const asked = ({publicKey}) => ({
  publicKey: {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    ...publicKey.user && {user: {...publicKey.user, id: bytes(publicKey.user.id)}},
    ...publicKey.excludeCredentials && {excludeCredentials: identified(publicKey.excludeCredentials)},
    ...publicKey.allowCredentials && {allowCredentials: identified(publicKey.allowCredentials)}
  }
})

const answered = ({id, rawId, type, authenticatorAttachment, response}, results) => {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]
  const given = parts.filter(name => response[name]).map(name => [name, text(response[name])])
  return {
    id,
    rawId: text(rawId),
    type,
    ...authenticatorAttachment && {authenticatorAttachment},
    clientExtensionResults: results,
    response: {
      ...Object.fromEntries(given),
      ...response.getTransports && {transports: response.getTransports()}
    }
  }
}

for (const button of document.querySelectorAll("[data-passkey]")) {
  const form = button.form
  const status = form.querySelector("[data-passkey-status]")
  if (!window.PublicKeyCredential) {
    button.disabled = true
    status.textContent = "This browser, or this address, does not know keys and passkeys."
    continue
  }
  status.textContent = ""
  button.addEventListener("click", async event => {
    event.preventDefault()
    status.textContent = "Waiting for the key…"
    try {
      const options = asked(JSON.parse(button.dataset.options))
      const key = await navigator.credentials[button.dataset.passkey](options)
      form.querySelector("[data-passkey-answer]").value =
        JSON.stringify(answered(key, key.getClientExtensionResults()))
      form.submit()
    } catch {
      status.textContent = "The key did not answer, or you stopped it. You can try again."
    }
  })
}
