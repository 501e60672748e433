// Who is signed in, and the switch between dark and light, which the browser remembers.
export function render({model}) {
  const account = document.createElement("div")
  account.className = "account"
  account.innerHTML = model.html
  account.querySelector(".theme").addEventListener("click", () => {
    const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark"
    localStorage.setItem("theme", theme)
    document.documentElement.dataset.theme = theme
  })
  return account
}
