// What somebody writes is lost neither by a reload, nor by a connection that goes while it is saved, nor by a session that ends; and it is saved once.
import assert from 'node:assert/strict'

export default async function ({ open, ask, visit, settled, marketer }) {
  const page = await open()
  await visit(page, '/message-templates/kept?new=yes')
  const subject = page.getByLabel('Subject')
  const text = page.getByLabel('Text', { exact: true })
  await subject.fill('Kept')
  await text.fill('First words')
  await page.reload()
  await settled(page)
  await page.getByText('Not saved yet; kept in this browser').waitFor()
  assert.deepEqual([await subject.inputValue(), await text.inputValue()], ['Kept', 'First words'])

  // The connection goes while it is saved: it is said, and what was written stays where it was.
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The connection to Khaywe is lost.').waitFor()
  assert.equal(await text.inputValue(), 'First words')

  // The answer gets lost, not the request: saved again, it is one version and not two.
  await page.context().setOffline(false)
  await page.getByText('The connection to Khaywe is lost.').waitFor({ state: 'detached', timeout: 40_000 })
  await page.route('**/v1/message-templates/kept', async (route) => {
    if (route.request().method() === 'PUT') await route.fetch()
    await route.abort()
  })
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The connection to Khaywe is lost.').waitFor()
  assert.equal(await text.inputValue(), 'First words')
  await page.unroute('**/v1/message-templates/kept')
  await page.getByRole('button', { name: 'Try now' }).click()
  await page.getByText('The connection to Khaywe is lost.').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText(/Version 1/).waitFor()
  assert.equal((await ask('/v1/message-templates/kept')).version, 1)

  // The session ends while one writes: after signing in again one is back, and so is what was written.
  await text.fill('Second words')
  await page.context().clearCookies()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.waitForURL(/\/sign-in\?to=/)
  await page.getByLabel('Name', { exact: true }).fill(marketer.name)
  await page.getByLabel('Password', { exact: true }).fill(marketer.password)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/message-templates/kept')
  await settled(page)
  assert.equal(await text.inputValue(), 'Second words')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText(/Version 2/).waitFor()
}
