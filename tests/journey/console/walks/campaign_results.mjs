// While a marketer looks, the campaign chooses and sends: the figures move by themselves. Then whom it chose, as a file too, and what it said.
import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'

const CODE = 'morning-thanks'

export default async function ({ open, ask, visit, settled, looking }) {
  const page = await open()
  await visit(page, `/campaigns/${CODE}`)
  await page.getByText('Nothing has happened yet').waitFor()
  const loads = []
  page.on('request', (request) => loads.push(request.resourceType()))
  await writeFile(looking, 'yes')

  const sent = page.locator('.bars li', { hasText: 'Sent' }).locator('.count')
  await page.getByText('Live', { exact: true }).waitFor({ timeout: 60_000 })
  const { audience } = await told((one) => one.audience.treated_count > 0 && one.funnel.sent_count === one.audience.treated_count)
  await sent.getByText(`${audience.treated_count}`, { exact: true }).waitFor({ timeout: 60_000 })
  assert.ok(!loads.includes('document'), 'nobody loaded the page again')
  await page.getByText('Set aside (control)').first().waitFor()

  await page.getByRole('radiogroup', { name: 'What to look at' }).getByText('Members').click()
  await page.waitForURL('**look=members')
  await settled(page)
  await page.getByLabel('Who').selectOption({ label: `Addressed (${audience.treated_count})` })
  const table = page.getByRole('table', { name: 'Members it decided about' })
  await table.locator('tbody tr').nth(audience.treated_count - 1).waitFor()
  assert.equal(await table.locator('tbody tr').count(), audience.treated_count)
  assert.equal(await table.getByText('Sent', { exact: true }).count(), audience.treated_count)
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()])
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\n')
  assert.equal(lines.length, 1 + audience.treated_count)
  const who = await table.getByRole('link').first().innerText()
  await table.getByRole('link').first().click()
  await page.waitForURL(`**/members/${who}`)
  await settled(page)
  await page.getByRole('link', { name: CODE }).first().waitFor()

  await visit(page, `/campaigns/${CODE}?look=history`)
  await page.getByText('Revision 1', { exact: true }).waitFor()

  await visit(page, '/campaigns?look=together')
  await page.getByText('Nobody is held out from all campaigns').waitFor()
  await page.getByRole('button', { name: 'Change the holdout' }).click()
  await page.getByLabel('Share of all customers (percent)').fill('5')
  await page.getByLabel('Name of the draw').fill('2017-h2')
  await page.getByRole('dialog').getByRole('button', { name: 'Hold out' }).click()
  await page.getByText('5.0% of all customers get no campaign').waitFor()
  assert.equal((await ask('/v1/campaign-holdout')).share, 0.05)

  async function told(isSo) {
    for (let tries = 0; tries < 120; tries += 1) {
      const results = await ask(`/v1/campaigns/${CODE}/results`)
      if (isSo(results)) return results
      await page.waitForTimeout(500)
    }
    throw new Error('the campaign did not send to those it chose')
  }
}
