// What the browser remembers between visits: language, theme, and what was chosen last. Not here: the API key, which is the session's (api/session.ts).
import { computed, readonly, ref, type WritableComputedRef } from 'vue'

export const LOCALES = ['en', 'ar'] as const
export type LocaleCode = (typeof LOCALES)[number]

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const LOCALE_KEY = 'khaywe.locale'
const THEME_KEY = 'khaywe.theme'

const remembered = ref<Record<string, string>>({})
const theme = ref<Theme>(oneOf(THEMES, kept(THEME_KEY)) ?? 'system')
const darkBySystem = matchMedia('(prefers-color-scheme: dark)')
const isDark = ref(false)

darkBySystem.addEventListener('change', paintTheme)
paintTheme()

/** The language of the last visit, else the browser's, else English. */
export function initialLocale(): LocaleCode {
  return oneOf(LOCALES, kept(LOCALE_KEY)) ?? oneOf(LOCALES, navigator.language.slice(0, 2)) ?? 'en'
}

/** Keeps `locale` for the next visit and turns the document to its script's direction. */
export function keepLocale(locale: LocaleCode): void {
  keep(LOCALE_KEY, locale)
  document.documentElement.lang = locale
  document.documentElement.dir = locale === 'ar' ? 'rtl' : 'ltr'
}

/** Theme as chosen, and whether it comes out dark. */
export function useTheme() {
  function choose(next: Theme): void {
    theme.value = next
    keep(THEME_KEY, next)
    paintTheme()
  }
  return { theme: readonly(theme), isDark: readonly(isDark), choose }
}

/** What was chosen last under a name, for every page at once; empty: nothing yet. */
export function useRemembered(name: string): WritableComputedRef<string> {
  remembered.value[name] ??= kept(name) ?? ''
  return computed({
    get: () => remembered.value[name] ?? '',
    set: (value) => {
      remembered.value[name] = value
      keep(name, value)
    },
  })
}

function paintTheme(): void {
  isDark.value = theme.value === 'dark' || (theme.value === 'system' && darkBySystem.matches)
  document.documentElement.classList.toggle('dark', isDark.value)
}

function oneOf<T extends string>(known: readonly T[], text: string | null): T | undefined {
  return known.find((item) => item === text)
}

// Storage may be forbidden (private windows, policies): the console then works and forgets.
function kept(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function keep(key: string, text: string): void {
  try {
    localStorage.setItem(key, text)
  } catch {
    /* see kept() */
  }
}
