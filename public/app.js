// Everything here makes a page that already works a little smoother.
(() => {
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const on = (event, act) => document.addEventListener(event, act);

  const rows = () => all('[data-list] tbody tr:not(.group)').filter((row) => row.offsetParent && find('a[href]', row));
  const step = (by) => {
    const shown = rows();
    const at = shown.findIndex((row) => row.contains(document.activeElement));
    const row = shown[Math.min(shown.length - 1, Math.max(0, at < 0 && by < 0 ? shown.length - 1 : at + by))];
    if (!row) return false;
    find('a[href]', row).focus();
    row.scrollIntoView({ block: 'nearest' });
    return true;
  };
  const focusOn = (selector) => {
    const target = find(selector);
    target?.focus();
    return target;
  };
  const keys = {
    '/': () => focusOn('[data-search]'),
    j: () => step(1),
    k: () => step(-1),
    e: () => {
      const row = document.activeElement?.closest('[data-list] tr');
      const edit = (row && find('[data-edit]', row)) ?? find('[data-edit]');
      edit?.click();
      return edit;
    },
    '?': () => {
      const help = find('[data-help]');
      if (!help) return false;
      help.open = !help.open;
      find('summary', help)?.focus();
      help.scrollIntoView({ block: 'nearest' });
      return true;
    },
  };
  const closeMenus = (except) => {
    for (const menu of all('details[data-menu][open]')) if (!except || !menu.contains(except)) menu.open = false;
  };

  on('keydown', (event) => {
    if (event.key === 'Escape') {
      const menu = document.activeElement?.closest('details[data-menu][open]');
      closeMenus();
      if (menu) find('summary', menu).focus();
      return;
    }
    const typing = event.target.closest('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]');
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (Object.hasOwn(keys, event.key) && keys[event.key]()) event.preventDefault();
  });
  // A menu left behind would cover what stands under it, by the mouse as by the keyboard.
  on('click', (event) => closeMenus(event.target));
  on('focusin', (event) => closeMenus(event.target));

  // Unsaved input is not lost by a stray click.
  let dirty = false;
  const touched = (event) => {
    if (event.target.closest('form[data-guard]')) dirty = true;
  };
  on('input', touched);
  on('change', touched);
  // Rows are ticked in place, with what was typed in them; without script the button shows the page with its ticks.
  on('click', (event) => {
    const button = event.target.closest('[data-ticks]');
    if (!button) return;
    event.preventDefault();
    for (const box of all(`${button.dataset.ticks} .tick input`, button.form)) box.checked = true;
  });
  addEventListener('beforeunload', (event) => {
    if (dirty) event.preventDefault();
  });

  // A second press of the same button within the time of one answer sends nothing.
  on('submit', (event) => {
    const form = event.target;
    if (form.method !== 'post') return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    dirty = false;
    if (event.defaultPrevented) return;
    form.dataset.sent = '1';
    for (const button of all('button', form)) button.setAttribute('aria-disabled', 'true');
    setTimeout(() => release(form), 8000);
  });
  const release = (form) => {
    delete form.dataset.sent;
    for (const button of all('button', form)) button.removeAttribute('aria-disabled');
  };
  addEventListener('pageshow', (event) => {
    if (event.persisted) for (const form of document.forms) release(form);
  });

  // After the rows, the choices: a ticked box may have moved to another line.
  on('htmx:after:swap', () => {
    for (const box of all('#list [method=get] [type=checkbox]')) box.checked = box.defaultChecked;
  });

  // A moment told in UTC is told once more by the clock of the reader, where that is another one.
  for (const beside of all('[data-clock]')) {
    const at = new Date(beside.dataset.clock);
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const { lang } = document.documentElement;
    const local = (zone) =>
      at.toLocaleString(`${lang === 'en' ? 'en-GB' : lang}-u-nu-latn`, {
        timeZone: zone,
        weekday: 'long',
        day: 'numeric',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      });
    if (local(timeZone) === local('UTC')) continue;
    beside.append(`${local(timeZone)} (${timeZone.replaceAll('_', ' ')})`);
    beside.hidden = false;
  }

  find('[data-focus]')?.focus();
})();
