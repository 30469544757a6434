// Language, direction and theme before the first paint, so that nothing flashes. The keys are those of src/lib/preferences.ts (a test holds them together).
;(function () {
  var root = document.documentElement
  function kept(key) {
    try {
      return localStorage.getItem(key)
    } catch {
      return null
    }
  }
  var locale = kept('khaywe.locale')
  if (locale === null) locale = navigator.language.slice(0, 2) === 'ar' ? 'ar' : 'en'
  root.lang = locale === 'ar' ? 'ar' : 'en'
  root.dir = locale === 'ar' ? 'rtl' : 'ltr'
  var theme = kept('khaywe.theme')
  var isDark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.classList.toggle('dark', isDark)
})()
