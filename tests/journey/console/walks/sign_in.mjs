// A wrong key, a good key, a reload, a way back, signing out.
import assert from 'node:assert/strict'

const WRONG = `khw_abcdefghijkl_${'x'.repeat(43)}`

export default async function ({ open, key }) {
  const page = await open({ signedIn: false })
  await page.goto('/members/1042')
  await page.waitForURL('**/sign-in?to=/members/1042')

  const field = page.getByLabel('API key', { exact: true })
  await field.fill(WRONG)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('Khaywe does not know this key.').waitFor()
  assert.equal(await field.inputValue(), WRONG, 'what was typed is kept')
  assert.equal(await field.getAttribute('aria-invalid'), 'true')

  await field.fill(key)
  await field.press('Enter')
  await page.waitForURL('**/members/1042')
  await page.getByRole('heading', { name: 'Member 1042' }).waitFor()

  await page.reload()
  await page.getByRole('heading', { name: 'Member 1042' }).waitFor()
  assert.ok(!(await page.evaluate(() => JSON.stringify(localStorage))).includes('khw_'), 'no key outlives the tab')

  await page.getByRole('button', { name: /Account of/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL('**/sign-in')
  await page.goto('/segments')
  await page.waitForURL('**/sign-in?to=/segments')
}
