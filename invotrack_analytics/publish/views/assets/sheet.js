// One page's filters and content. The server sends HTML in which every value is escaped, and drawings as Plotly figures.

const NARROW = 420

let plotly

function load_plotly() {
  plotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script")
    script.src = "/assets/plotly-basic.min.js"
    script.onload = () => resolve(window.Plotly)
    script.onerror = () => reject(new Error("plotly-basic.min.js could not be loaded"))
    document.head.append(script)
  })
  return plotly
}

// Plotly puts its rules into the document's head, where they do not reach into a shadow root.
function adopt_rules(element) {
  const root = element.getRootNode()
  if (root === document || root.querySelector("#plotly-rules")) { return }
  const rules = document.getElementById("plotly.js-style-global")
  if (!rules) { return }
  const own = document.createElement("style")
  own.id = "plotly-rules"
  own.textContent = Array.from(rules.sheet.cssRules, rule => rule.cssText).join("\n")
  root.append(own)
}

// Where there is little room the names stand above their bars instead of beside them.
function stack_labels({layout}, place) {
  const {ticktext} = layout.yaxis
  layout.annotations = ticktext.map((text, y) => (
    {x: 0, y, text, xanchor: "left", yanchor: "bottom", yshift: 8, xshift: -3, showarrow: false, font: {size: 11.5}}
  ))
  layout.yaxis.showticklabels = false
  delete layout.yaxis.autorange
  layout.yaxis.range = [ticktext.length - 0.5, -0.75]
  layout.margin.l = 10
  layout.bargap = 0.66
  place.style.flexBasis = `${layout.height * 1.5}px`
}

function size_of(place) {
  return {width: place.clientWidth, height: place.clientHeight}
}

async function draw(place, drawing, watcher) {
  const Plotly = await load_plotly()
  if (!place.isConnected) { return }
  adopt_rules(place)
  const spec = structuredClone(drawing)
  spec.layout.font = {family: getComputedStyle(place).fontFamily, size: 12}
  if (place.clientWidth < NARROW) { stack_labels(spec, place) }
  Object.assign(spec.layout, size_of(place))
  await Plotly.newPlot(place, spec.data, spec.layout, {displayModeBar: false, responsive: false})
  watcher.observe(place)
}

export function render({model}) {
  const sheet = document.createElement("div")
  sheet.className = "sheet"
  const filters = document.createElement("div")
  const content = document.createElement("div")
  content.className = "content"
  content.id = "content"
  const said = document.createElement("p")
  said.className = "unseen"
  said.setAttribute("role", "status")
  sheet.append(filters, said, content)

  const watcher = new ResizeObserver(entries => {
    for (const {target} of entries) {
      const {width, height} = size_of(target)
      if (target.isConnected && width && height && (target.layout.width !== width || target.layout.height !== height)) {
        window.Plotly.relayout(target, {width, height})
      }
    }
  })

  function show_filters() {
    filters.innerHTML = model.filters
  }

  function show_address() {
    if (model.address && model.address !== window.location.search) {
      window.history.pushState({}, "", model.address)
    }
  }

  // Back and forward, which Panel's own Location does not hear.
  function follow_address() {
    content.setAttribute("aria-busy", "true")
    model.send_msg({address: window.location.search})
  }

  function show_content() {
    watcher.disconnect()
    content.querySelectorAll(".js-plotly-plot").forEach(place => window.Plotly.purge(place))
    content.innerHTML = model.content
    content.setAttribute("aria-busy", String(model.waiting))
    said.textContent = model.said
    content.querySelectorAll("[data-drawing]").forEach(place => draw(place, model.drawings[place.dataset.drawing], watcher))
  }

  // A date is typed part by part: ask once it rests.
  let typing
  filters.addEventListener("change", event => {
    const {name, value, type} = event.target
    if (!name || (type === "date" && !value)) { return }
    clearTimeout(typing)
    typing = setTimeout(() => {
      content.setAttribute("aria-busy", "true")
      model.send_msg({filter: name, value})
    }, type === "date" ? 400 : 0)
  })
  // The address may have changed since these links were made.
  filters.addEventListener("click", event => {
    const link = event.target.closest("nav a")
    if (link) { link.search = window.location.search }
  })
  filters.addEventListener("submit", event => event.preventDefault())

  window.addEventListener("popstate", follow_address)
  model.on("address", show_address)
  model.on("filters_version", show_filters)
  model.on("version", show_content)
  model.on("remove", () => {
    watcher.disconnect()
    window.removeEventListener("popstate", follow_address)
  })
  show_filters()
  show_content()
  return sheet
}
