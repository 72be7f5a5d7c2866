// Lines between a source's words and the statuses: drawn with a pointer, or chosen with the keyboard.
const ns = 'http://www.w3.org/2000/svg';

export function draw(holder, page) {
  const board = holder.querySelector('[data-map]');
  const svg = board.querySelector('svg.map-lines');
  const said = board.querySelector('[data-said]');
  const locked = () => board.dataset.locked === 'true';
  const words = () => [...board.querySelectorAll('[data-word]')];
  const statuses = () => [...board.querySelectorAll('[data-status]')];
  let choosing = null, dragging = null, frame = 0;

  const say = (text, ...parts) => { said.textContent = parts.reduce((all, part, i) => all.replaceAll(`{${i}}`, part), text); };
  const word = name => words().find(x => x.dataset.word === name);

  function point(element, right) {
    const at = element.getBoundingClientRect(), origin = svg.getBoundingClientRect();
    return [(right ? at.right : at.left) - origin.left, at.top + at.height / 2 - origin.top];
  }

  function curve([x1, y1], [x2, y2]) {
    const bend = Math.max(24, (x2 - x1) / 2);
    return `M${x1},${y1} C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}`;
  }

  function line(d, how) {
    const path = document.createElementNS(ns, 'path');
    path.setAttribute('d', d);
    path.setAttribute('class', `map-line map-line-${how}`);
    return path;
  }

  function redraw() {
    frame = 0;
    const lines = [];
    for (const from of words()) {
      const to = from.dataset.to && board.querySelector(`[data-status="${from.dataset.to}"]`);
      if (to) lines.push(line(curve(point(from, true), point(to, false)), from.dataset.how));
    }
    if (dragging?.at) {
      const origin = svg.getBoundingClientRect();
      lines.push(line(curve(point(dragging.from, true), [dragging.at[0] - origin.left, dragging.at[1] - origin.top]), 'drawn'));
    }
    svg.replaceChildren(...lines);
  }

  const soon = () => { frame ||= requestAnimationFrame(redraw); };

  function target(x, y) {
    return document.elementsFromPoint(x, y).map(e => e.closest('[data-status]')).find(e => e && board.contains(e));
  }

  function mark(over) {
    for (const status of statuses()) status.toggleAttribute('data-over', status === over);
  }

  function down(e) {
    const from = e.target.closest('[data-word]');
    if (!from || locked() || e.button !== 0) return;
    dragging = { from, start: [e.clientX, e.clientY], at: null };
  }

  function move(e) {
    if (!dragging) return;
    const [x, y] = dragging.start;
    if (!dragging.at && Math.hypot(e.clientX - x, e.clientY - y) < 6) return;
    dragging.at = [e.clientX, e.clientY];
    mark(target(e.clientX, e.clientY));
    soon();
    e.preventDefault();
  }

  async function up(e) {
    if (!dragging) return;
    const { from, at } = dragging;
    dragging = null;
    mark(null);
    soon();
    if (!at) return;
    const to = target(e.clientX, e.clientY);
    if (to) await page.invokeMethodAsync('ConnectAsync', from.dataset.word, Number(to.dataset.status));
  }

  function end() {
    dragging = null;
    mark(null);
    soon();
  }

  function choose(from) {
    choosing = from.dataset.word;
    board.dataset.choosing = 'true';
    from.setAttribute('data-chosen', '');
    const all = statuses();
    (all.find(x => x.dataset.status === from.dataset.to) ?? all[0])?.focus();
    say(board.dataset.sayChoosing, choosing);
  }

  function leave() {
    const from = word(choosing);
    choosing = null;
    delete board.dataset.choosing;
    words().forEach(x => x.removeAttribute('data-chosen'));
    from?.focus();
  }

  function step(all, current, by) {
    all[Math.min(all.length - 1, Math.max(0, all.indexOf(current) + by))]?.focus();
  }

  const steps = { ArrowDown: 1, ArrowUp: -1, Home: -1e6, End: 1e6, PageDown: 10, PageUp: -10 };

  async function key(e) {
    const from = e.target.closest('[data-word]'), status = e.target.closest('[data-status]');
    if (!from && !status || e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key in steps) {
      e.preventDefault();
      step(from ? words() : statuses(), from ?? status, steps[e.key]);
    } else if (from && !locked() && (e.key === 'Enter' || e.key === ' ')) {
      e.preventDefault();
      choose(from);
    } else if (from && !locked() && (e.key === 'Delete' || e.key === 'Backspace')) {
      e.preventDefault();
      await page.invokeMethodAsync('DisconnectAsync', from.dataset.word);
    } else if (status && choosing !== null && (e.key === 'Enter' || e.key === ' ')) {
      e.preventDefault();
      const chosen = choosing;
      leave();
      await page.invokeMethodAsync('ConnectAsync', chosen, Number(status.dataset.status));
    } else if (choosing !== null && e.key === 'Escape') {
      e.preventDefault();
      e.stopPropagation();
      leave();
      say(board.dataset.sayCancelled);
    }
  }

  const changes = new MutationObserver(list => { if (list.some(x => !svg.contains(x.target))) soon(); });
  changes.observe(board, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-to', 'data-how'] });
  const sizes = new ResizeObserver(soon);
  sizes.observe(board);
  board.addEventListener('pointerdown', down);
  document.addEventListener('pointermove', move);
  document.addEventListener('pointerup', up);
  document.addEventListener('pointercancel', end);
  board.addEventListener('keydown', key);
  board.dataset.ready = 'true';
  soon();

  return {
    dispose() {
      changes.disconnect();
      sizes.disconnect();
      document.removeEventListener('pointermove', move);
      document.removeEventListener('pointerup', up);
      document.removeEventListener('pointercancel', end);
    },
  };
}
