// Every page under the service's own policy: no inline script, no inline style, nothing from elsewhere, no `data:`.
import assert from 'node:assert/strict'

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
  const answer = await page.goto('/segments')
  const policy = answer.headers()['content-security-policy'] ?? ''
  assert.match(policy, /default-src 'none'/)
  // Pictures of rewards are the company's own, wherever it keeps them; nothing else comes from elsewhere.
  assert.doesNotMatch(policy.replace("img-src 'self' https:", ''), /unsafe|data:|\*|https?:/)
  for (const path of ['/', '/models', '/settings/account', '/segments', '/segments/vip?days=84', '/members', '/members/1042', '/journeys/new-way?new=yes', '/campaigns?look=calendar', '/campaigns/new-one/edit?new=yes&step=limits']) {
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
