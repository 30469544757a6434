// Signing in, going somewhere by the palette, reading a segment, changing its range, finding a member, signing out: without a mouse.
import assert from 'node:assert/strict'

const TABS_MAX = 60

export default async function ({ open, marketer, settled }) {
  const page = await open({ signedIn: false })
  await page.goto('/sign-in')
  await page.getByLabel('Name', { exact: true }).waitFor()
  await page.keyboard.type(marketer.name)
  await page.keyboard.press('Tab')
  await page.keyboard.type(marketer.password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor()
  await settled(page)

  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Go anywhere' }).waitFor()
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'combobox')
  await page.keyboard.type('segm')
  await page.getByRole('option', { name: 'Segments', exact: true }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/segments')
  await settled(page)

  await page.keyboard.press('Tab')
  await goTo('VIP customers')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/segments/vip')
  await settled(page)
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'main', 'a new page takes the focus')

  await goTo('4 weeks')
  await page.keyboard.press('ArrowRight')
  await page.waitForURL('**/segments/vip?days=84')

  await page.evaluate(() => document.querySelector('main').focus())
  await page.keyboard.press('/')
  await page.keyboard.type('77')
  await page.getByRole('option', { name: '77', exact: true }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/members/77')
  await settled(page)

  await page.keyboard.press('Shift+Tab')
  await goTo('Account of', 'Shift+Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'menuitem' || document.activeElement?.getAttribute('role') === 'menu')
  await page.keyboard.press('ArrowDown')
  await page.waitForFunction(() => document.activeElement?.textContent?.includes('Sign out'))
  await page.keyboard.press('Enter')
  await page.waitForURL('**/sign-in')

  /** Presses Tab until what has the focus is called `name`; every stop on the way must show that it has the focus. */
  async function goTo(name, step = 'Tab') {
    for (let count = 0; count < TABS_MAX; count += 1) {
      const stop = await page.evaluate(focused)
      if (stop.name.includes(name)) return
      assert.ok(stop.isSeen, `the focus on “${stop.name}” (${stop.tag}) is not seen`)
      await page.keyboard.press(step)
    }
    assert.fail(`${TABS_MAX} tabs did not lead to “${name}”`)
  }
}

// Runs in the page. An outline, a shadow, or a label that wears one for a hidden input.
function focused() {
  const at = document.activeElement ?? document.body
  // The whole page is no name.
  const written = at === document.body || at.id === 'main' ? '' : at.labels?.[0]?.innerText || at.innerText || ''
  const name = at.getAttribute('aria-label') ?? written
  const marks = (element, pseudo) => {
    const style = getComputedStyle(element, pseudo)
    return (style.outlineStyle !== 'none' && style.outlineWidth !== '0px') || style.boxShadow !== 'none'
  }
  const worn = [at, at.parentElement, at.closest('label'), at.closest('article')].filter(Boolean)
  const isSeen = at === document.body || at.id === 'main' || worn.some((element) => marks(element) || marks(element, '::after'))
  return { name: name.trim(), tag: at.tagName, isSeen }
}
