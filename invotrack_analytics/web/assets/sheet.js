// One page's filters and content. The server sends HTML in which every value is escaped, and drawings as Plotly figures.

const LEAST_FOR_BARS = 130
const LETTER = 7
const SMALL_LETTER = 6

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
  place.style.flexBasis = place.style.height = `${layout.height * 1.5}px`
}

// Where names side by side would touch each other, only every second, third … one is written, the last one always.
function thinned(texts, room) {
  const each = Math.ceil(Math.max(...texts.map(text => text.length + 2)) * LETTER / room)
  return at => (texts.length - 1 - at) % each === 0
}

function thin_labels({data, layout}, place) {
  const {tickvals, ticktext} = layout.xaxis
  if (!tickvals?.length) { return }
  const room = (place.clientWidth - layout.margin.l - layout.margin.r) / tickvals.length
  const named = thinned(ticktext, room)
  layout.xaxis.tickvals = tickvals.filter((_, at) => named(at))
  layout.xaxis.ticktext = ticktext.filter((_, at) => named(at))
  // Numbers above bars stand above all of them or above none.
  for (const trace of data.filter(({mode}) => mode === "text")) {
    trace.visible = Math.max(...trace.text.map(text => text.length)) * SMALL_LETTER <= room
  }
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
  const {margin, yaxis} = spec.layout
  const narrow = place.clientWidth - margin.l - margin.r < LEAST_FOR_BARS
  if (narrow && yaxis.autorange === "reversed") { stack_labels(spec, place) }
  thin_labels(spec, place)
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
  content.tabIndex = -1
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

  // Whether a table is as wide as its place allows; else it scrolls sideways.
  const measurer = new ResizeObserver(entries => {
    for (const {target} of entries) {
      const place = target.closest(".scroll")
      place.classList.toggle("fits", target.scrollWidth <= place.clientWidth)
    }
  })

  // d/M/y, dd.MM.yyyy: the pattern of the company's locale filled in.
  function tell_days() {
    const pattern = filters.querySelector("[data-day-pattern]")?.dataset.dayPattern
    for (const told of filters.querySelectorAll("[data-day-of]")) {
      const {value} = filters.querySelector(`#${told.dataset.dayOf}`)
      const [y, m, d] = value.split("-")
      told.textContent = value ? pattern.replace(/d+|M+|y+/g, part => {
        return ({d, M: m, y})[part[0]].replace(/^0+/, "").padStart(part.length, "0")
      }).replaceAll("'", "") : told.dataset.empty
    }
  }

  // Of a strip of pages that is wider than the screen, the one that is open stands in the middle.
  function show_where() {
    const strip = filters.querySelector(".strip")
    const open = strip?.querySelector("[aria-current]")
    if (open) { strip.scrollLeft = open.offsetLeft - strip.offsetLeft - (strip.clientWidth - open.offsetWidth) / 2 }
  }

  function show_filters() {
    filters.innerHTML = model.bar.html
    tell_days()
    const strip = filters.querySelector(".strip")
    if (strip) { new ResizeObserver(show_where).observe(strip) }
  }

  function here() {
    return window.location.pathname + window.location.search
  }

  function show_bar() {
    const {html, address} = model.bar
    if (html) { show_filters() }
    if (address && address !== here()) { window.history.pushState({}, "", address) }
  }

  // Numbered, since the server may take up a later message first.
  let turn = 0
  function tell(message) {
    content.setAttribute("aria-busy", "true")
    model.send_msg({...message, turn: ++turn})
  }

  function ask(address) {
    tell({path: address.pathname, query: address.search})
  }

  // Back and forward, which Panel's own Location does not hear.
  function follow_address() {
    ask(window.location)
  }

  // A link to a page of ours changes this one; everything else, and every other way of opening it, is the browser's.
  function follow_link(event) {
    const link = event.composedPath().find(element => element.tagName === "A" && element.href)
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey
    if (!link || !plain || event.defaultPrevented || link.target || link.hasAttribute("download")) { return }
    if (link.origin !== window.location.origin || !model.paths.includes(link.pathname)) { return }
    event.preventDefault()
    const elsewhere = link.pathname !== window.location.pathname
    if (link.pathname + link.search !== here()) { window.history.pushState({}, "", link.pathname + link.search) }
    ask(link)
    // Another page, or the next part of a list, is read from its top; the keyboard goes on where the reader is.
    if (elsewhere || link.rel) { sheet.scrollIntoView() }
    if (elsewhere && content.contains(link)) { content.focus({preventScroll: true}) }
  }

  function show_content() {
    const {html, drawings, title, waiting} = model.shown
    watcher.disconnect()
    content.querySelectorAll(".js-plotly-plot").forEach(place => window.Plotly.purge(place))
    const focused = sheet.getRootNode().activeElement?.id
    content.innerHTML = html
    if (focused && !sheet.getRootNode().activeElement) { sheet.querySelector(`#${CSS.escape(focused)}`)?.focus() }
    if (title) { document.title = title }
    measurer.disconnect()
    content.querySelectorAll(".list .scroll > table").forEach(table => measurer.observe(table))
    content.setAttribute("aria-busy", String(waiting))
    said.textContent = model.shown.said
    content.querySelectorAll("[data-drawing]").forEach(place => draw(place, drawings[place.dataset.drawing], watcher))
  }

  // A date is typed part by part, a search letter by letter: ask once it rests.
  let typing
  function choose({name, value, type, required, validity}, rest) {
    tell_days()
    if (!name || (type === "date" && (validity.badInput || (required && !value)))) { return }
    clearTimeout(typing)
    typing = setTimeout(() => tell({filter: name, value}), rest)
  }
  filters.addEventListener("change", ({target}) => {
    if (target.type !== "search") { choose(target, target.type === "date" ? 400 : 0) }
  })
  filters.addEventListener("input", ({target}) => {
    if (target.type === "search") { choose(target, 250) }
  })
  filters.addEventListener("submit", event => event.preventDefault())

  // A form that does something is sent once.
  content.addEventListener("submit", ({target, submitter}) => {
    const button = submitter ?? target.querySelector("button[data-busy]")
    if (button?.dataset.busy) {
      target.querySelectorAll("button").forEach(other => { other.disabled = true })
      button.textContent = button.dataset.busy
    }
  })

  // Before everything else in the document: the way past the menu for who goes by the keyboard.
  const skip = document.createElement("a")
  skip.className = "skip"
  skip.href = "#content"
  skip.textContent = model.skip
  skip.addEventListener("click", event => {
    event.preventDefault()
    content.focus()
  })
  document.body.prepend(skip)

  // In the document, since the menu of pages stands outside of this component.
  document.addEventListener("click", follow_link)
  window.addEventListener("popstate", follow_address)
  model.on("bar", show_bar)
  model.on("shown", show_content)
  model.on("remove", () => {
    watcher.disconnect()
    measurer.disconnect()
    skip.remove()
    document.removeEventListener("click", follow_link)
    window.removeEventListener("popstate", follow_address)
  })
  show_filters()
  show_content()
  return sheet
}
