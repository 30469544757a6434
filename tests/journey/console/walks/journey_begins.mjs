// A journey with points, a wait and a fork, drawn by key and published.
import assert from 'node:assert/strict'

const CODE = 'thank-them'

export default async function ({ open, ask, visit }) {
  const page = await open()
  await visit(page, '/journeys')
  await page.getByRole('button', { name: 'New journey' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Thank them')
  await page.getByRole('button', { name: 'Begin to draw' }).click()
  await page.waitForURL(`**/journeys/${CODE}?new=yes`)
  const nodes = page.locator('.vue-flow__node')
  await nodes.nth(1).waitFor()
  await nodes.filter({ hasText: 'Start' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Start' }).waitFor()
  for (const piece of ['Give points', 'Wait', 'Branch']) await page.getByRole('button', { name: piece, exact: true }).press('Enter')
  await page.getByLabel('otherwise').selectOption('end')
  await page.getByText('Nothing is wrong; it can be published').waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.waitForURL(`**/journeys/${CODE}`)
  await page.getByRole('button', { name: 'Publish…' }).click()
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByText('Active', { exact: true }).waitFor()
  assert.equal((await ask(`/v1/journeys/${CODE}`)).live_version, 1)
}
