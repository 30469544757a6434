// A marketer makes a promotion for lines of the order, is refused once and loses nothing, starts it; the till uses it up; it is changed and ended.
import assert from 'node:assert/strict'

const CHEESE = { some: [{ var: 'lines' }, { '==': [{ var: 'category_code' }, 'CHEESE'] }] }

export default async function ({ open, till, visit, settled }) {
  const page = await open()
  await visit(page, '/promotions')
  await page.getByRole('button', { name: 'New promotion' }).click()
  await page.getByRole('dialog').getByLabel('Name (English)').fill('Cheese lovers')
  await page.getByRole('dialog').getByRole('button', { name: 'Begin' }).click()
  await page.waitForURL('**/promotions/cheese-lovers?**')
  await page.getByLabel('Description (English)').fill('70 points for cheese.')
  await page.getByLabel('Points', { exact: true }).fill('70')
  await page.getByLabel('Budget (points)').fill('100')

  const orders = page.getByRole('region', { name: 'For which orders' })
  await orders.getByRole('button', { name: 'As JSONLogic' }).click()
  const written = orders.getByLabel('Condition as JSONLogic')
  await written.fill('{"==": [{"var": "order.spend"}, 1]}')
  await page.getByRole('button', { name: 'Create the promotion' }).click()
  await page.getByText('PROMOTION_DEFINITION_INVALID').waitFor()
  assert.deepEqual(JSON.parse(await written.inputValue()), { '==': [{ var: 'order.spend' }, 1] }, 'what was typed stays')
  await written.fill('null')
  await orders.getByRole('button', { name: 'As a list' }).click()
  await orders.getByRole('button', { name: 'Add a condition' }).click()
  await orders.getByLabel('Fact').selectOption('?lines')
  await orders.getByLabel('Value').fill('CHEESE')
  await orders.getByText('at least one line has (Category is CHEESE)').waitFor()
  await page.getByRole('button', { name: 'Create the promotion' }).click()
  await page.getByText('Draft', { exact: true }).first().waitFor()
  assert.deepEqual((await till('GET', '/v1/promotions/cheese-lovers')).promotion.definition.condition, CHEESE)

  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Start', exact: true }).click()
  await page.getByText('Active', { exact: true }).first().waitFor()

  const bought = async (number, category) =>
    await till('POST', '/v1/transactions', {
      type: 'EARN', member_id: '1050', order_id: `cheese-${number}`, spend_minor: 1200, currency_code: 'USD',
      lines: [{ line_id: '1', amount_minor: 1200, quantity: 1, category_code: category }], promotions: { codes: ['cheese-lovers'] },
    })
  const outcomes = []
  for (const category of ['BREAD', 'CHEESE', 'CHEESE']) outcomes.push(JSON.stringify(await bought(outcomes.length, category)))
  assert.match(outcomes[0], /CONDITION_NOT_MET/)
  assert.doesNotMatch(outcomes[1], /CONDITION_NOT_MET|EXHAUSTED/)
  assert.match(outcomes[2], /PROMOTION_BUDGET_POINTS_EXHAUSTED/)
  await page.reload()
  await settled(page)
  await page.getByText('70 points of 100 points').waitFor()

  await page.getByLabel('Points', { exact: true }).fill('30')
  await page.getByRole('button', { name: 'Save the revision' }).click()
  await page.getByText('Points: 70 → 30').waitFor()
  await page.getByRole('button', { name: 'End', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End', exact: true }).click()
  await page.getByText('Ended', { exact: true }).first().waitFor()
  const { promotion } = await till('GET', '/v1/promotions/cheese-lovers')
  assert.deepEqual([promotion.status, promotion.definition.points.points, promotion.used_points], ['ARCHIVED', 30, 70])
}
