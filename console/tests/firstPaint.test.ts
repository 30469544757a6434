import { readFileSync } from 'node:fs'

import { afterEach, expect, it, vi } from 'vitest'

// The script that runs before anything is painted cannot import; it must agree with src/lib/preferences.ts all the same.
const script = readFileSync('public/first-paint.js', 'utf8')
const root = document.documentElement

afterEach(() => vi.resetModules())

function paint(): void {
   
  new Function(script)()
}

it.each([
  ['ar', 'dark', 'rtl'],
  ['en', 'light', 'ltr'],
])('paints what was chosen before: %s, %s', async (locale, theme, direction) => {
  const preferences = await import('@/lib/preferences')
  preferences.keepLocale(locale as 'ar' | 'en')
  preferences.useTheme().choose(theme as 'dark' | 'light')
  const wanted = [root.lang, root.dir, root.classList.contains('dark')]

  root.lang = 'xx'
  root.dir = ''
  root.classList.toggle('dark')
  paint()

  expect([root.lang, root.dir, root.classList.contains('dark')]).toEqual(wanted)
  expect(wanted).toEqual([locale, direction, theme === 'dark'])
})
