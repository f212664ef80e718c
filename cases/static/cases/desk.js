// Small helps on the desk. Every page works without them.

// Dates: how they are read, while they are typed.
for (const field of document.querySelectorAll("[data-reading]")) {
  const input = field.querySelector("input")
  const said = field.querySelector(".reading")
  const strip = field.querySelector(".cells")
  let asked = 0
  let waiting
  const ask = async () => {
    const turn = ++asked
    const address = `${field.dataset.reading}?text=${encodeURIComponent(input.value)}`
    try {
      const answer = await fetch(address, {headers: {Accept: "application/json"}})
      if (!answer.ok || turn !== asked) return
      const {reading, problem, cells} = await answer.json()
      said.textContent = reading || problem
      said.classList.toggle("problem", Boolean(problem))
      strip.replaceChildren(...cells.map(fill => {
        const cell = document.createElement("span")
        cell.className = `cell ${fill}`
        return cell
      }))
    } catch {
      // Without an answer the last reading stays; saving checks the date in any case.
    }
  }
  input.addEventListener("input", () => {
    clearTimeout(waiting)
    waiting = setTimeout(ask, 200)
  })
}

// Forms: leaving a page with unsaved text asks first.
const form = document.querySelector("form[data-guarded]")
if (form) {
  let isChanged = form.dataset.guarded === "typed"
  form.addEventListener("input", () => { isChanged = true })
  form.addEventListener("submit", () => { isChanged = false })
  window.addEventListener("beforeunload", event => { if (isChanged) event.preventDefault() })
}

// Removing: the button says how many others it hides, as they are ticked.
const hiding = document.querySelector("[data-hiding]")
if (hiding) {
  const [alone] = hiding.value.split(", and hide")
  hiding.form.addEventListener("change", () => {
    const number = hiding.form.querySelectorAll("[name=with]:checked").length
    hiding.value = number ? `${alone}, and hide ${number} other${number === 1 ? "" : "s"}` : alone
  })
}

// Pickers: select2 puts a box in place of a select, and this gives the box the select's label.
const nameBoxes = () => {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const box = select.nextElementSibling?.querySelector("[role=combobox]")
    if (!box || box.dataset.named) continue
    const name = select.labels[0]?.textContent.trim() || select.getAttribute("aria-label")
    const chosen = box.querySelector("[role=textbox]")
    if (chosen) for (const one of ["role", "aria-readonly"]) chosen.removeAttribute(one)
    box.setAttribute("aria-label", name)
    box.removeAttribute("aria-labelledby")
    if (chosen) box.setAttribute("aria-describedby", chosen.id)
    box.querySelector("input[type=search]")?.setAttribute("aria-label", name)
    box.dataset.named = "yes"
  }
}

// Countries are many: one searches them, as one does other records.
window.django?.jQuery?.fn.select2 &&
  django.jQuery("select.countries").select2({theme: "admin-autocomplete"})
nameBoxes()
new MutationObserver(nameBoxes).observe(document.body, {childList: true, subtree: true})
