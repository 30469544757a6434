// axe over every page and state: nothing serious, nothing critical.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'

// States that no route shows by itself: what is not there, what is about to be made.
const STATES = ['/segments/new', '/members/nobody', '/members/77', '/journeys/new-way?new=yes', '/campaigns/new-one/edit?new=yes', '/message-templates/new-one?new=yes']

export default async function ({ open, visit, everyPlace, admin, locale, theme, requireFromConsole }) {
  const axe = readFileSync(requireFromConsole.resolve('axe-core/axe.min.js'), 'utf8')

  const faults = []
  const stranger = await open({ signedIn: false, locale, theme })
  await visit(stranger, '/sign-in')
  await judge(stranger, axe, 'sign-in', faults)
  await stranger.locator('button[type=submit]').click()
  await judge(stranger, axe, 'sign-in refused', faults)

  const page = await open({ user: admin, locale, theme })
  await visit(page, '/')
  const { places, empty } = await everyPlace(page)
  faults.push(...empty.map((name) => `${name}: the route has nothing to show`))
  for (const path of [...places.filter(({ isPublic }) => !isPublic).map((place) => place.path), ...STATES]) {
    await visit(page, path)
    await judge(page, axe, path, faults)
  }
  await visit(page, '/segments')
  await page.keyboard.press('/')
  await page.keyboard.type('104')
  await page.getByRole('option').first().waitFor()
  await judge(page, axe, 'suggestions', faults)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.locator('.account').click()
  await page.getByRole('menuitem').last().waitFor()
  await judge(page, axe, 'account menu', faults)

  const phone = await open({ locale, theme, width: 360 })
  await visit(phone, '/members/1042')
  await judge(phone, axe, 'member on a phone', faults)
  await phone.locator('.menu').click()
  await phone.getByRole('dialog').waitFor()
  await phone.waitForTimeout(500)
  await judge(phone, axe, 'menu on a phone', faults)
  assert.deepEqual(faults, [])
}

async function judge(page, axe, what, faults) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }))
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  const told = grave.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).join('; ')}`)
  faults.push(...told.map((fault) => `${what}: ${fault}`))
}
