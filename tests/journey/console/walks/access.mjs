// axe over every page and state: nothing serious, nothing critical.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'

const PATHS = ['/', '/models', '/settings/users', '/settings/api-keys', '/settings/webhooks', '/settings/account', '/segments', '/segments/vip', '/segments/vip/edit', '/segments/new', '/segments/overlap?with=vip,coupon-lovers', '/programs', '/rewards', '/members', '/members/1042', '/members/77', '/members/nobody', '/journeys', '/journeys/new-way?new=yes', '/campaigns', '/campaigns?look=calendar', '/campaigns/new-one/edit?new=yes', '/message-templates', '/message-templates/new-one?new=yes', '/warehouse', '/no/such/page']

export default async function ({ open, visit, admin, locale, theme, requireFromConsole }) {
  const axe = readFileSync(requireFromConsole.resolve('axe-core/axe.min.js'), 'utf8')

  const stranger = await open({ signedIn: false, locale, theme })
  await visit(stranger, '/sign-in')
  await judge(stranger, axe, 'sign-in')
  await stranger.locator('button[type=submit]').click()
  await judge(stranger, axe, 'sign-in refused')

  const page = await open({ user: admin, locale, theme })
  for (const path of PATHS) {
    await page.goto(path)
    await page.locator('h1, .empty').first().waitFor()
    await page.locator('[data-state=loading]').first().waitFor({ state: 'detached' })
    await judge(page, axe, path)
  }
  await visit(page, '/segments')
  await page.keyboard.press('/')
  await page.keyboard.type('104')
  await page.getByRole('option').first().waitFor()
  await judge(page, axe, 'suggestions')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.locator('.account').click()
  await page.getByRole('menuitem').last().waitFor()
  await judge(page, axe, 'account menu')

  const phone = await open({ locale, theme, width: 360 })
  await visit(phone, '/members/1042')
  await judge(phone, axe, 'member on a phone')
  await phone.locator('.menu').click()
  await phone.getByRole('dialog').waitFor()
  await phone.waitForTimeout(500)
  await judge(phone, axe, 'menu on a phone')
}

async function judge(page, axe, what) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }))
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  const told = grave.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).join('; ')}`)
  assert.deepEqual(told, [], what)
}
