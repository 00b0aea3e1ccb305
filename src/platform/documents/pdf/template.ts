/**
 * The one printed design. Words come in as data (`sys.inputs.document`) and are set as strings, so no text of a person
 * is ever read as markup. Everything drawn by colour is also said by weight, rule or place.
 */
export const template = String.raw`
#let doc = json(bytes(sys.inputs.document))
#let ink = rgb("#1d2126")
#let quiet = rgb("#5b646d")
#let accent = rgb("#1f4e79")
#let hair = rgb("#cfd4d9")

#let family(f) = if "covers" not in f { f.name } else if f.covers == "latin" {
  (name: f.name, covers: regex("[\p{Latin}0-9]"))
} else { (name: f.name, covers: f.covers) }
#let fonts(list) = list.map(family)
#let serif = fonts(doc.fonts.serif)
#let sans = fonts(doc.fonts.sans)

#let day = if doc.day == none { none } else { datetime(..doc.day) }
#set document(title: doc.title, author: doc.authors, date: day, description: doc.subtitle)
#set page(
  paper: "a4",
  margin: (top: 31mm, bottom: 26mm, inside: 25mm, outside: 25mm),
  header-ascent: 9mm,
  header: context {
    set text(font: sans, size: 8pt, fill: quiet, number-width: "tabular")
    grid(
      columns: (1fr, auto),
      column-gutter: 8mm,
      align: (start + bottom, end + bottom),
      doc.head,
      counter(page).display("1 / 1", both: true),
    )
    v(2.2mm, weak: true)
    line(length: 100%, stroke: 0.4pt + hair)
  },
)
#set text(font: serif, size: 10.3pt, fill: ink, lang: doc.lang, region: doc.region, dir: if doc.rtl { rtl } else { ltr }, number-type: "lining", hyphenate: auto, fallback: true)
#set par(leading: if doc.tall { 0.85em } else { 0.68em }, spacing: 1.05em, justify: false)
#set list(marker: (text(fill: quiet)[\u{2022}], text(fill: quiet)[\u{2013}]), indent: 0.2em, body-indent: 0.7em, spacing: 0.75em)
#set enum(indent: 0.2em, body-indent: 0.7em, spacing: 0.75em)
#show heading: set text(weight: 600)
#show heading: set par(leading: 0.5em)
#show heading: set block(sticky: true)
#show heading.where(level: 1): set text(size: 15pt)
#show heading.where(level: 1): set block(above: 2.1em, below: 0.85em)
#show heading.where(level: 2): set text(size: 12pt)
#show heading.where(level: 2): set block(above: 1.8em, below: 0.8em)
#show heading.where(level: 3): set text(size: 10.3pt)
#show heading.where(level: 3): set block(above: 1.5em, below: 0.7em)
#show heading.where(level: 4): set text(size: 10.3pt, weight: 400, style: "italic", fill: quiet)
#show heading.where(level: 4): set block(above: 1.4em, below: 0.7em)
#show link: it => underline(offset: 2pt, stroke: 0.5pt + accent, text(fill: accent, it))
#set figure(supplement: none, numbering: none, gap: 0.8em)
#show figure: set align(start)
#show figure.caption: it => {
  set text(font: sans, size: 8.8pt, weight: 600, fill: ink)
  set align(start)
  block(sticky: true, it.body)
}
#show figure.where(kind: table): set figure.caption(position: top)
#show figure.where(kind: table): set block(breakable: true)
#show figure: set block(above: 1.7em, below: 1.9em)
#show title: set text(size: 25pt, weight: 600)
#show title: set par(leading: 0.42em)
#show title: set block(below: 0pt)

#let lines(s) = s.split("\n").join(linebreak())
#let run(s) = {
  let out = lines(s.text)
  if s.emphasis { out = emph(out) }
  if s.strong { out = strong(out) }
  if s.href != none { link(s.href, out) } else { out }
}
#let runs(spans) = spans.map(run).join()
#let spoken(it, body) = if it.speech == none { body } else {
  text(font: fonts(it.speech.serif), lang: it.speech.lang, region: it.speech.region, dir: if it.speech.rtl { rtl } else { ltr }, body)
}

// The same room around every list, which would else sit tight under its paragraph.
#let spaced(body) = block(above: 1.15em, below: 1.25em, body)
#let listed(it) = {
  let items = it.items.map(item => {
    let body = runs(item.spans)
    if item.items.len() > 0 { body + listed((ordered: it.ordered, items: item.items)) } else { body }
  })
  if it.ordered { enum(..items) } else { list(..items) }
}

// A text of another direction than the document keeps its full stop at its end.
#let incell(cell) = {
  let body = if cell.items.len() > 0 { list(spacing: 0.5em, body-indent: 0.5em, ..cell.items.map(lines)) } else { lines(cell.text) }
  if cell.runs == none or (cell.runs == "rtl") == doc.rtl { body } else { text(dir: if cell.runs == "rtl" { rtl } else { ltr }, body) }
}

// Alignment and rules are plain values, not functions of the place: a function would be asked for each of thousands of cells.
#let tabled(it) = {
  set text(font: sans, size: it.size * 1pt, number-width: "tabular", number-type: "lining")
  set par(leading: 0.5em, spacing: 0.6em)
  set table.cell(breakable: not it.whole)
  let sides = it.columns.map(c => if c.numeric { end } else { start })
  let strong-rule = table.hline(stroke: 0.9pt + ink)
  let head = if it.header.len() == 0 { (strong-rule,) } else {
    (
      table.header(
        repeat: true,
        strong-rule,
        ..it.header.zip(sides).map(((c, side)) => table.cell(align: side + bottom, stroke: none, text(weight: 600, lines(c.text)))),
        table.hline(stroke: 0.5pt + ink),
      ),
    )
  }
  let body = table(
    columns: it.columns.map(c => if c.share == none { c.width * 1em } else { c.share * 1fr }),
    align: sides.map(side => side + top),
    inset: (x: 0.62em, top: 0.56em, bottom: 0.6em),
    stroke: (rest: none, top: 0.35pt + hair),
    ..head,
    ..it.rows.flatten().map(incell),
    strong-rule,
  )
  figure(body, kind: table, caption: if it.caption == none { none } else { it.caption })
}

// Words taken out of a drawing are set again in their places; the drawing's alternative text speaks for them.
#let worded(it) = layout(room => {
  let unit = room.width / it.width
  pdf.artifact(for word in it.words {
    let set-word = text(font: sans, size: word.size * unit, weight: if word.bold { 600 } else { 400 }, fill: rgb(word.fill), top-edge: "baseline", bottom-edge: "baseline", word.text)
    let span = measure(set-word).width
    let back = if word.anchor == "end" { span } else if word.anchor == "middle" { span / 2 } else { 0pt }
    place(top + left, dx: word.x * unit - back, dy: word.y * unit, set-word)
  })
})
#let drawn(it) = figure(
  block(width: 100%, {
    if it.words.len() > 0 { place(top + left, block(width: 100%, worded(it))) }
    image(bytes(it.svg), format: "svg", alt: it.alternative, width: 100%)
  }),
  kind: image,
  alt: it.alternative,
  caption: figure.caption(position: top, it.caption),
)

#let facts(it) = block(above: 1.4em, below: 1.6em, {
  set text(size: 9.4pt)
  set par(leading: 0.55em)
  grid(
    columns: (auto, 1fr),
    inset: (x, y) => (y: 0.5em) + if x == 0 { if doc.rtl { (left: 7mm) } else { (right: 7mm) } } else { (x: 0pt) },
    stroke: (x, y) => (top: 0.35pt + hair, bottom: if y == it.facts.len() - 1 { 0.35pt + hair } else { none }),
    ..it.facts.map(f => (text(font: sans, fill: quiet, size: 8.8pt, lines(f.name)), lines(f.value))).flatten(),
  )
})

#let show-block(it) = {
  if it.kind == "heading" { heading(level: it.level, it.text) }
  else if it.kind == "paragraph" {
    let body = spoken(it, par(runs(it.spans)))
    if it.leads { block(sticky: true, above: 1.05em, below: 1.05em, body) } else { body }
  }
  else if it.kind == "quote" {
    let side = if (if it.speech == none { doc.rtl } else { it.speech.rtl }) { "right" } else { "left" }
    let inset = (y: 0.2em)
    inset.insert(side, 5mm)
    let stroke = (:)
    stroke.insert(side, 1.4pt + hair)
    spoken(it, block(inset: inset, stroke: stroke, above: 1.4em, below: 1.5em, quote(block: false, quotes: false, text(fill: quiet, style: "italic", runs(it.spans)))))
  }
  else if it.kind == "list" { spoken(it, spaced(listed(it))) }
  else if it.kind == "facts" { facts(it) }
  else if it.kind == "pageBreak" { pagebreak(weak: true) }
  else if it.kind == "table" { tabled(it) }
  else if it.kind == "figure" { drawn(it) }
}

// Words such as At-Large stay whole in a title.
#let whole(s) = s.split(" ").map(word => if word.contains("-") and word.len() < 18 { box(word) } else { word }).join(" ")
#title(whole(doc.title))
#if doc.subtitle != none { block(above: 1.6em, below: 0pt, text(size: 12.5pt, fill: quiet, doc.subtitle)) }
#if doc.meta != none { block(above: 1.5em, below: 0pt, text(font: sans, size: 8.8pt, fill: quiet, number-width: "tabular", doc.meta)) }
#block(above: 1.6em, below: 2.2em, line(length: 100%, stroke: 0.9pt + ink))

#for section in doc.sections {
  let body = for it in section.blocks { show-block(it) }
  if section.across { page(flipped: true, body) } else { body }
}
`;
