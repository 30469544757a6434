// Finding a member as one types, and reading everything on the page against the API.
import assert from 'node:assert/strict'

export default async function ({ open, ask, visit, settled }) {
  const page = await open()
  await visit(page, '/segments')

  const search = page.getByRole('combobox', { name: 'Find a customer by external id, e-mail or phone' })
  await page.keyboard.press('/')
  await search.pressSequentially('104', { delay: 40 })
  const { items: found } = await ask('/v1/member-search?text=104&limit=8')
  await page.getByRole('option', { name: found[0].member.external_id, exact: true }).waitFor()
  assert.deepEqual(await page.getByRole('option').locator('.name').allInnerTexts(), found.map(({ member }) => member.external_id))
  await search.press('ArrowDown')
  await search.press('ArrowDown')
  await search.press('Enter')
  await page.waitForURL('**/members/1042')
  await settled(page)
  assert.equal(await page.getByRole('link', { name: 'Members', exact: true }).first().getAttribute('aria-current'), 'page', 'the navigation says where one is')

  const [{ accounts }, { offers, model_version: model }, { items: memberships }, timeline] = await Promise.all(
    ['accounts', 'offers', 'segments', 'timeline?limit=25'].map((part) => ask(`/v1/members/1042/${part}`)),
  )
  const text = (await page.locator('main').innerText()).replaceAll('\u00a0', ' ')
  const says = (words) => assert.ok(text.includes(words), `the page says ${words}:\n${text}`)
  says(accounts[0].available_points.toLocaleString('en-US'))
  says(accounts[0].lifetime_points.toLocaleString('en-US'))
  for (const expiry of accounts[0].soonest_expiries) says(expiry.points.toLocaleString('en-US'))
  for (const offer of offers) says(offer.title)
  says(model)
  says('From the cache')
  for (const membership of memberships) says(membership.name.en)
  const tier = await ask('/v1/members/1042/tier')
  says(`${(tier.missing / 100).toLocaleString('en-US', { style: 'currency', currency: 'USD' })} more to`)
  for (const words of ['Silver', '18.3%', 'Medium', 'churn-1', 'Champions', 'Oct 27, 2017', 'Paid at the till']) says(words)

  const rows = page.getByRole('region', { name: 'What happened' }).locator('ol > li')
  assert.equal(await rows.count(), timeline.items.length)
  const purchases = timeline.items.filter(({ kind }) => kind === 'PURCHASE').length
  assert.ok(purchases > 0, 'the member bought something')
  if (timeline.next_cursor) {
    await page.getByRole('region', { name: 'What happened' }).getByRole('button', { name: 'Show more' }).click()
    await page.waitForFunction((count) => document.querySelectorAll('ol.line > li').length > count, timeline.items.length)
  }
  await page.getByLabel('Segment', { exact: true }).press('Space')
  await page.waitForURL('**/members/1042?show=SEGMENT')
  await page.waitForFunction(() => document.querySelectorAll('ol.line > li').length > 0 && [...document.querySelectorAll('ol.line .kind')].every((kind) => kind.textContent === 'Segment:'))

  await page.reload()
  await settled(page)
  await page.getByRole('heading', { name: 'Member 1042' }).waitFor()

  await visit(page, '/members/77')
  for (const words of ['Not scored yet', 'In no segment', 'What happened']) await page.getByText(words).first().waitFor()
  await page.getByText('Tier default').waitFor()

  await visit(page, '/members/nobody')
  await page.getByText('There is no such member.').waitFor()
  await page.getByText('MEMBER_UNKNOWN').waitFor()

  await visit(page, '/members')
  await page.getByPlaceholder('External id begins with').fill('77')
  await page.waitForURL('**/members?external_id=77')
  await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 1)
  await page.getByPlaceholder('External id begins with').fill('nobody')
  await page.getByText("No member's id begins with “nobody”").waitFor()
}
