// Somebody is inside: the list counts one; another version says in words what it changes, and whom publishing it would stop.
import assert from 'node:assert/strict'

const CODE = 'thank-them'

export default async function ({ open, ask, visit, settled }) {
  const page = await open()
  await visit(page, '/journeys')
  const cells = page.getByRole('row', { name: /Thank them/ }).getByRole('cell')
  assert.equal(await cells.nth(4).innerText(), '1', 'inside now')
  assert.equal(await cells.nth(5).innerText(), '1', 'came in')

  await visit(page, `/journeys/${CODE}`)
  const points = page.locator('.vue-flow__node', { hasText: 'Give points' })
  await points.focus()
  await page.keyboard.press('Enter')
  await page.getByLabel('Points', { exact: true }).fill('80')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Publish…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('80 points', { exact: true }).waitFor()
  await dialog.getByText('1 member finishes the old way.').waitFor()
  await dialog.getByLabel(/^They stop/).check()
  await dialog.getByText('1 member will be stopped.').waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('History', { exact: true }).first().click()
  await page.getByText('50 points', { exact: true }).first().waitFor()
  await settled(page)
  assert.equal((await ask(`/v1/journeys/${CODE}`)).inside_count, 1)
}
