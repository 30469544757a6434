// The network goes away and comes back while one reads.
import assert from 'node:assert/strict'

export default async function ({ open, visit, settled }) {
  const page = await open()
  await visit(page, '/segments')
  const size = await page.locator('article .figure').first().innerText()

  await page.context().setOffline(true)
  await page.getByRole('link', { name: 'Members', exact: true }).click()
  await page.getByText('The connection to Khaywe is lost.').waitFor()
  await page.getByText(/Trying again in \d+ s/).waitFor()

  await page.context().setOffline(false)
  await page.getByText('The connection to Khaywe is lost.').waitFor({ state: 'detached', timeout: 40_000 })
  await page.getByRole('link', { name: '1000', exact: true }).waitFor()

  // The API alone goes away: what was read stays on screen.
  await visit(page, '/segments')
  await page.context().route(/\/(v1|health)\//, (route) => route.abort())
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await page.getByRole('link', { name: 'VIP customers' }).click()
  await page.getByText('The connection to Khaywe is lost.').waitFor()
  await page.goBack()
  assert.equal(await page.locator('article .figure').first().innerText(), size)
  await page.context().unroute(/\/(v1|health)\//)
  await page.getByRole('button', { name: 'Try now' }).click()
  await page.getByText('The connection to Khaywe is lost.').waitFor({ state: 'detached' })
  await settled(page)

  // A reload without the API keeps the session and waits.
  await page.context().route(/\/(v1|health)\//, (route) => route.abort())
  await page.reload()
  await page.getByText('Khaywe cannot be reached at the moment.').waitFor()
  await page.context().unroute(/\/(v1|health)\//)
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.locator('article').first().waitFor()
}
