// Finding and starting the machine's Chromium, headless. Used by the screenshots and by the end-to-end walks in tests/journey/console.
import { existsSync } from 'node:fs'

import { chromium } from 'playwright-core'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium']

/** Where the machine's Chromium is, or null. */
export function findChromium() {
  return [process.env['CHROMIUM'], ...PLACES].find((place) => place && existsSync(place)) ?? null
}

/** A started browser. Fails with one clear line where there is none. */
export async function startBrowser() {
  const executablePath = findChromium()
  if (executablePath === null) throw new Error('No Chromium was found; `apt-get install chromium` brings one, or name yours in CHROMIUM.')
  // As root, as in most containers, Chromium refuses its sandbox; what it opens here is our own page.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return await chromium.launch({ executablePath, args: [...args, '--hide-scrollbars', '--font-render-hinting=none'] })
}

/** A page with language and theme chosen, and `user` (`{ name, password }`) signed in if there is one. */
export async function openPage(browser, { base, user, locale = 'en', theme = 'light', width = 1440, height = 900, ...more }) {
  const context = await browser.newContext({
    baseURL: base,
    viewport: { width, height },
    locale: locale === 'ar' ? 'ar-EG' : 'en-US',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
    ...more,
  })
  await context.addInitScript(
    ([chosenLocale, chosenTheme]) => {
      // A sandboxed frame has no storage, and needs none.
      if (globalThis !== globalThis.top) return
      // Only the first document of the tab: what a test changes afterwards must survive its reloads.
      if (sessionStorage.getItem('khaywe.test') !== null) return
      sessionStorage.setItem('khaywe.test', 'started')
      localStorage.setItem('khaywe.locale', chosenLocale)
      localStorage.setItem('khaywe.theme', chosenTheme)
    },
    [locale, theme],
  )
  // The context's requests and its pages share their cookies.
  if (user) {
    const answer = await context.request.post('/v1/session', { data: user })
    if (!answer.ok()) throw new Error(`signing in as ${user.name} answered ${answer.status()}: ${await answer.text()}`)
  }
  return await context.newPage()
}

/** Waits until no part of the page is loading any more and the fonts are there. */
export async function settled(page) {
  await page.waitForLoadState('load')
  await page.waitForFunction(() => document.querySelector('h1') !== null && document.querySelector('[data-state=loading], [data-awaited]') === null)
  await page.evaluate(() => document.fonts.ready)
}
