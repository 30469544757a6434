// A journey with a wait and a fork: drawn, kept through a reload, tried by the turned clock, published with its consequence.
import assert from 'node:assert/strict'

const CODE = 'win-them-back'

export default async function ({ open, ask, visit, settled }) {
  const page = await open()
  await visit(page, '/journeys')
  await page.getByRole('button', { name: 'New journey' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Win them back')
  await page.getByRole('button', { name: 'Begin to draw' }).click()
  await page.waitForURL(`**/journeys/${CODE}?new=yes`)
  const nodes = page.locator('.vue-flow__node')
  await nodes.nth(1).waitFor()

  // By key alone: a step is chosen, and pieces stand after it.
  await nodes.filter({ hasText: 'Start' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Start' }).waitFor()
  await page.getByRole('button', { name: 'Wait', exact: true }).press('Enter')
  await page.getByRole('button', { name: 'Branch', exact: true }).press('Enter')
  await page.getByText('1 problem').waitFor()
  await page.getByLabel('otherwise').selectOption('end')
  await page.getByText('Nothing is wrong; it can be published').waitFor()
  assert.equal(await nodes.count(), 4)
  await page.getByRole('button', { name: 'Undo (Ctrl Z)' }).click()
  await page.getByText('1 problem').waitFor()
  await page.getByRole('button', { name: 'Redo (Ctrl Y)' }).click()
  await page.getByText('Nothing is wrong; it can be published').waitFor()

  await page.reload()
  await settled(page)
  await nodes.nth(3).waitFor()
  await page.getByText('Not saved yet; kept in this browser').waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.waitForURL(`**/journeys/${CODE}`)
  assert.equal((await ask(`/v1/journeys/${CODE}`)).draft_version, 1)

  await page.getByText('Try', { exact: true }).click()
  await page.getByLabel('Seed member').fill('1042')
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await page.getByRole('button', { name: 'To what comes next' }).click()
  await page.getByText('Came to an end').waitFor()

  await page.getByRole('button', { name: 'Publish…' }).click()
  await page.getByText('Nothing is live yet.').waitFor()
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByText('Active', { exact: true }).waitFor()
  assert.equal((await ask(`/v1/journeys/${CODE}`)).live_version, 1)
}
