// Every page under a policy stricter than needed: no inline script, no inline style, nothing from elsewhere, no `data:`.
import assert from 'node:assert/strict'

const STRICT =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

export default async function ({ open, visit }) {
  const page = await open()
  const elsewhere = []
  page.on('request', (request) => {
    if (new URL(request.url()).hostname !== '127.0.0.1') elsewhere.push(request.url())
  })
  await page.addInitScript(() => {
    globalThis.broken = []
    document.addEventListener('securitypolicyviolation', (event) => globalThis.broken.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`))
  })
  await page.route('**/*', async (route) => {
    if (route.request().resourceType() !== 'document') return await route.fallback()
    const response = await route.fetch()
    const headers = response.headers()
    assert.ok(headers['content-security-policy'], 'the service sends a policy of its own')
    await route.fulfill({ response, headers: { ...headers, 'content-security-policy': STRICT } })
  })
  for (const path of ['/segments', '/segments/vip?days=84', '/members', '/members/1042']) {
    await visit(page, path)
    assert.deepEqual(await page.evaluate(() => globalThis.broken), [], path)
  }
  await visit(page, '/segments/vip')
  const box = await page.locator('canvas').boundingBox()
  await page.mouse.move(box.x + box.width / 2, box.y + 60)
  await page.locator('.chart-tooltip').getByText('Entered').waitFor()
  await page.getByRole('button', { name: /Account of/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
  assert.deepEqual(await page.evaluate(() => globalThis.broken), [], 'tooltip and menu')
  assert.deepEqual(elsewhere, [])
}
