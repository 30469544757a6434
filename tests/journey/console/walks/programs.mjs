// A marketer creates a program with three tiers and a capped rule, tries a basket before and after, drags a tier and reads what changed.
import assert from 'node:assert/strict'

export default async function ({ open, ask, visit, settled }) {
  const page = await open()
  await visit(page, '/programs')
  await page.getByRole('button', { name: 'New program' }).click()
  await page.waitForURL('**/programs/new')
  await page.getByLabel('Name (English)').first().fill('Club Fifty')
  await page.getByLabel('Time zone').fill('Europe/Berlin')

  await page.getByRole('button', { name: 'Edit: Points for every purchase' }).click()
  await page.getByLabel('At most (points)').fill('100')
  await page.getByText('At most 100 points a day for each member; beyond it, what is left is given.').waitFor()
  await page.getByRole('slider', { name: 'Threshold of Gold' }).focus()
  await page.keyboard.press('ArrowRight')
  assert.equal(await page.getByRole('slider', { name: 'Threshold of Gold' }).getAttribute('aria-valuetext'), '$1,600.00')

  await page.reload()
  await settled(page)
  assert.equal(await page.getByLabel('Name (English)').first().inputValue(), 'Club Fifty')

  const tried = page.getByRole('region', { name: 'Try a basket' })
  await tried.getByLabel('Spend (USD)').fill('250')
  await tried.getByRole('button', { name: 'Try', exact: true }).click()
  await tried.getByText('A cap left only a part. (else 250)').waitFor()
  assert.equal(await tried.locator('.figure').textContent(), '100')
  assert.deepEqual((await ask('/v1/programs')).items.map(({ code }) => code), ['journey'], 'nothing is stored by trying')

  await page.getByLabel('Start it at once').check()
  await page.getByRole('button', { name: 'Create the program' }).click()
  await page.waitForURL('**/programs/club-fifty')
  await page.getByText('Active', { exact: true }).waitFor()
  const { current } = await ask('/v1/programs/club-fifty')
  assert.deepEqual(current.definition.tiers.ladder.map(({ code, threshold }) => [code, threshold]), [['BRONZE', 0], ['SILVER', 50_000], ['GOLD', 160_000]])
  assert.deepEqual(current.definition.rules[0].caps, [{ code: 'daily', points: 100, period: 'DAY', scope: 'MEMBER', beyond: 'TRUNCATE' }])

  await drag(page, 'Threshold of Silver', 60)
  const preview = page.getByRole('region', { name: 'What would change' })
  await preview.getByText('Tier “Silver”').waitFor()
  await preview.getByRole('button', { name: 'Save the revision' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Save the revision' }).click()
  await preview.waitFor({ state: 'detached' })
  const revisions = page.getByRole('region', { name: 'Revisions' })
  await revisions.getByText('Version 2').first().waitFor()
  await revisions.getByText('Tier “Silver”').waitFor()
  const [, silver] = (await ask('/v1/programs/club-fifty')).current.definition.tiers.ladder
  assert.ok(silver.threshold > 50_000 && silver.threshold < 160_000, `dragged to ${silver.threshold}`)
}

async function drag(page, name, distance) {
  const { x, y, width, height } = await page.getByRole('slider', { name }).boundingBox()
  await page.mouse.move(x + width / 2, y + height / 2)
  await page.mouse.down()
  await page.mouse.move(x + width / 2 + distance, y + height / 2, { steps: 5 })
  await page.mouse.up()
}
