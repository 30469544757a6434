// A template whose test arrives, and a campaign on a segment that says it every morning, live.
import assert from 'node:assert/strict'

export const CODE = 'morning-thanks'

export default async function ({ open, ask, visit }) {
  const page = await open()
  await visit(page, '/message-templates/morning?new=yes')
  await page.getByLabel('Subject').fill('Thank you')
  await page.getByLabel('Text', { exact: true }).fill('You have {{ points.available | number }} points')
  await page.getByLabel('Address').fill('me@example.com')
  await page.getByRole('button', { name: 'Send the test' }).click()
  await page.getByText('The channel has taken it.').waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText(/Version 1/).waitFor()

  await visit(page, '/campaigns')
  await page.getByRole('button', { name: 'New campaign' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Morning thanks')
  await page.getByRole('button', { name: 'Begin', exact: true }).click()
  await page.waitForURL(`**/campaigns/${CODE}/edit?new=yes`)
  await page.getByRole('button', { name: 'Speak to: VIP customers' }).click()
  await next('Trigger')
  await page.getByLabel('Schedule (cron)').fill('0 10 * * *')
  await next('Offer')
  await next('Message')
  await page.getByLabel('E-mail', { exact: true }).selectOption('morning')
  await next('Limits')
  await next('Review')
  await page.getByRole('button', { name: /^Go live/ }).click()
  await page.waitForURL(`**/campaigns/${CODE}`)
  await page.getByText('Active', { exact: true }).waitFor()
  assert.equal((await ask(`/v1/campaigns/${CODE}`)).live_revision, 1)

  async function next(step) {
    await page.getByRole('button', { name: 'Next', exact: true }).click()
    await page.getByRole('heading', { name: step }).first().waitFor()
  }
}
