// A wrong password, the right one, a reload, a way back, signing out; and nothing of it in the browser's storage.
import assert from 'node:assert/strict'

export default async function ({ open, marketer }) {
  const page = await open({ signedIn: false })
  await page.goto('/members/1042')
  await page.waitForURL('**/sign-in?to=/members/1042')

  const name = page.getByLabel('Name', { exact: true })
  const password = page.getByLabel('Password', { exact: true })
  await name.fill(marketer.name)
  await password.fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('Name and password do not go together.').waitFor()
  assert.equal(await name.inputValue(), marketer.name, 'what was typed is kept')
  assert.equal(await password.getAttribute('aria-invalid'), 'true')

  await password.fill(marketer.password)
  await password.press('Enter')
  await page.waitForURL('**/members/1042')
  await page.getByRole('heading', { name: 'Member 1042' }).waitFor()

  await page.reload()
  await page.getByRole('heading', { name: 'Member 1042' }).waitFor()
  const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie]))
  for (const secret of ['khs_', 'csrf', marketer.password]) assert.ok(!kept.includes(secret), `no script can read ${secret}`)

  const other = await page.context().newPage()
  await other.goto('/segments')
  await other.getByRole('heading', { name: 'Segments', level: 1 }).waitFor()

  await page.getByRole('button', { name: /Account of/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL('**/sign-in')
  await page.goto('/segments')
  await page.waitForURL('**/sign-in?to=/segments')
  await other.reload()
  await other.waitForURL('**/sign-in?to=/segments')
}
