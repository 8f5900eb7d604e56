// The choice made in the top bar; without one the system decides. `src/shared/lib/theme.ts` writes the same key.
(function () {
  var choice = null;
  try {
    choice = localStorage.getItem('parley.theme');
  } catch (_) {
    // Storage can be blocked; the system's theme is a good answer then.
  }
  var dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('dark', dark);
})();
