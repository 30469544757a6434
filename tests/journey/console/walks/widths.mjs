// No page is cut or scrolls sideways, whatever the width; on a phone the navigation is behind a button.
import assert from 'node:assert/strict'

const WIDTHS = [3840, 1440, 1024, 768, 360]

export default async function ({ open, visit, everyPlace, admin, locale }) {
  const page = await open({ locale, user: admin })
  await visit(page, '/')
  const { places } = await everyPlace(page)
  const cut = []
  for (const { path } of places.filter(({ isPublic }) => !isPublic)) {
    await page.setViewportSize({ width: WIDTHS[0], height: 900 })
    await visit(page, path)
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 })
      // The chart follows its frame a moment later.
      await page.waitForTimeout(150)
      const beyond = await page.evaluate(overflowing)
      if (beyond.length > 0) cut.push(`${path} at ${width}: ${beyond.join(' | ')}`)
    }
  }
  assert.deepEqual(cut, [])
  if (locale === 'en') await menuOnAPhone({ open, visit })
}

async function menuOnAPhone({ open, visit }) {
  const phone = await open({ width: 360 })
  await visit(phone, '/segments')
  await phone.getByRole('button', { name: 'Open the menu' }).click()
  await phone.getByRole('dialog').getByRole('link', { name: 'Members' }).click()
  await phone.waitForURL('**/members')
  await phone.getByRole('dialog').waitFor({ state: 'hidden' })
}

// Runs in the page: what reaches beyond the window and is not meant to scroll by itself.
function overflowing() {
  const width = document.documentElement.clientWidth
  const scrolls = (element) => element !== null && (/(auto|scroll|hidden|clip)/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement))
  const beyond = [...document.querySelectorAll('body *')].filter((element) => {
    const box = element.getBoundingClientRect()
    const isShown = box.width > 0 && box.height > 0 && getComputedStyle(element).visibility !== 'hidden'
    return isShown && (box.right > width + 1 || box.left < -1) && !element.closest('.unseen, .el-overlay, .skip') && !scrolls(element.parentElement)
  })
  const isWider = document.documentElement.scrollWidth > width
  return [...(isWider ? [`the page is ${document.documentElement.scrollWidth} wide`] : []), ...beyond.slice(0, 3).map((element) => element.outerHTML.slice(0, 120))]
}
