// Before anything is drawn: dark or light, as chosen here before, else as the system says. pmui follows data-theme.
{
  const chosen = localStorage.getItem("theme")
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches
  document.documentElement.dataset.theme = dark ? "dark" : "light"
}
