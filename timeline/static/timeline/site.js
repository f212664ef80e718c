// A button that copies a text, such as the citation. Every page does without it.
const copyable = document.querySelectorAll("[data-copy]")

if (navigator.clipboard) {
  for (const text of copyable) {
    const button = document.createElement("button")
    button.type = "button"
    button.className = "b2"
    button.textContent = "Copy"
    button.setAttribute("aria-live", "polite")
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.textContent.trim())
        button.textContent = "Copied"
      } catch {
        button.textContent = "Select the text and copy it"
      }
    })
    text.closest("blockquote, pre").after(button)
  }
}
