// A marketer puts up one mug; a member takes it at the till, nobody a second; it goes through the queue, comes back, and is taken off the shelf.
import assert from 'node:assert/strict'

export default async function ({ open, till, visit }) {
  const page = await open()
  await visit(page, '/rewards')
  await page.getByRole('button', { name: 'New reward' }).click()
  await page.getByRole('dialog').getByLabel('Name (English)').fill('Enamel mug')
  await page.getByRole('dialog').getByRole('button', { name: 'Begin' }).click()
  await page.waitForURL('**/rewards/enamel-mug?**')
  await page.getByLabel('Description (English)').fill('One mug, for good.')
  await page.getByRole('region', { name: 'Prices' }).getByLabel('Points').fill('40')
  await page.getByLabel('How many were ever put up').fill('1')
  await page.getByRole('button', { name: 'Create the reward' }).click()
  await page.getByText('Saved.').waitFor()

  const before = await points(till)
  const { redemption } = await till('POST', '/v1/redemptions', { member_id: '1050', reward_code: 'enamel-mug' })
  assert.equal((await till('POST', '/v1/redemptions', { member_id: '1051', reward_code: 'enamel-mug' })).code, 'STOCK_EXHAUSTED')
  assert.equal(await points(till), before - 40)

  await visit(page, '/redemptions?reward=enamel-mug')
  for (const [act, status] of [['Take in hand', 'PROCESSING'], ['Fulfil', 'FULFILLED'], ['Refund', 'REFUNDED']]) {
    await page.getByRole('button', { name: `${act}: Enamel mug for 1050` }).click()
    await page.getByRole('dialog').getByLabel('Reason (for the record)').fill('at the counter')
    await page.getByRole('dialog').getByRole('button', { name: act, exact: true }).click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    assert.equal((await till('GET', `/v1/redemptions/${redemption.redemption_id}`)).status, status)
    await visit(page, `/redemptions?reward=enamel-mug&status=${status}`)
  }
  await page.getByText('at the counter').first().waitFor()
  assert.equal(await points(till), before, 'what came back gives the points back')

  await visit(page, '/rewards/enamel-mug')
  await page.getByLabel('On offer').uncheck()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Saved.').waitFor()
  await page.getByText('Withdrawn', { exact: true }).waitFor()
  assert.equal((await till('GET', '/v1/rewards/enamel-mug')).is_offered, false)
}

async function points(till) {
  const { accounts } = await till('GET', '/v1/members/1050/accounts')
  return accounts[0].available_points
}
