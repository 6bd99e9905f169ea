const svg = document.querySelector("#figure svg");
const values = document.querySelector("#values");
const make = (name, attributes) => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return svg.appendChild(node);
};
const all = panels.flatMap((panel) => panel.curves.map((curve) => ({ panel, curve })));
const rules = panels.map(({ frame: [, top, , tall] }) =>
  make("line", { class: "nl-axis", y1: top, y2: top + tall, "stroke-dasharray": "3 3", visibility: "hidden" }));
const dots = all.map(({ curve }) =>
  make("circle", { class: `nl-paper nl-c${curve.colour}`, r: 4, "stroke-width": 2, visibility: "hidden" }));
const short = (value) => String(Number(value.toPrecision(5))).replace("-", "−");
const [from, to] = panels[0].x;
const [left, , wide] = panels[0].frame;
// The value at x on the piece that has it; null in a gap.
const at = (lines, x) => {
  for (const line of lines) {
    if (x < line[0] || x > line[line.length - 2]) continue;
    let low = 0, high = line.length / 2 - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (line[2 * middle] <= x) low = middle; else high = middle;
    }
    const [a, b, c, d] = line.slice(2 * low, 2 * low + 4);
    return c > a ? b + (d - b) * (x - a) / (c - a) : b;
  }
  return null;
};
let place = null;
const show = (x) => {
  place = x;
  const hidden = x === null;
  const across = hidden ? 0 : left + (x - from) / (to - from) * wide;
  for (const rule of rules) {
    rule.setAttribute("x1", across);
    rule.setAttribute("x2", across);
    rule.setAttribute("visibility", hidden ? "hidden" : "visible");
  }
  values.replaceChildren();
  const say = (text, colour) => {
    const item = document.createElement("span");
    if (colour !== undefined) {
      const mark = document.createElement("i");
      mark.style.background = getComputedStyle(dots[colour]).stroke;
      item.append(mark);
    }
    item.append(text);
    values.append(item);
  };
  if (!hidden) say(`x = ${short(x)}`);
  all.forEach(({ panel, curve }, i) => {
    const y = hidden ? null : at(curve.lines, x);
    dots[i].setAttribute("visibility", y === null ? "hidden" : "visible");
    if (hidden) return;
    say(`${curve.label}: ${y === null ? "–" : short(y)}`, i);
    if (y === null) return;
    const [, top, , tall] = panel.frame;
    dots[i].setAttribute("cx", across);
    dots[i].setAttribute("cy", top + (panel.y[1] - y) / (panel.y[1] - panel.y[0]) * tall);
  });
};
svg.addEventListener("pointermove", (event) => {
  const box = svg.getBoundingClientRect();
  const across = (event.clientX - box.left) / box.width * svg.viewBox.baseVal.width;
  const x = from + (across - left) / wide * (to - from);
  show(x >= from && x <= to ? x : null);
});
svg.addEventListener("pointerleave", () => show(null));
document.querySelector("#figure").addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const x = (place ?? (from + to) / 2) + step * (to - from) / 200;
  show(Math.min(to, Math.max(from, x)));
});
