// From all segments to one: sizes as the API tells them, range in the address, rule in words, members that lead on.
import assert from 'node:assert/strict'

export default async function ({ open, ask, visit, settled }) {
  const page = await open()
  await visit(page, '/segments')

  const { items } = await ask('/v1/segments')
  assert.equal(items.length, 5)
  for (const segment of items) {
    const card = page.locator('article', { has: page.getByRole('link', { name: segment.name.en, exact: true }) })
    const text = await card.innerText()
    assert.ok(text.includes(`${segment.size}`), `${segment.code} shows ${segment.size}: ${text}`)
    assert.ok(text.includes(`${segment.entered_count} entered`) && text.includes(`${segment.left_count} left`), text)
  }
  await page.getByText('As of Oct 31, 2017').first().waitFor()

  await page.getByRole('link', { name: 'VIP customers' }).click()
  await page.waitForURL('**/segments/vip')
  await settled(page)
  await page.locator('canvas').waitFor()
  const drawn = await page.locator('canvas').evaluate((canvas) => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((byte) => byte > 0))
  assert.ok(drawn, 'the chart is drawn')
  await page.getByText('Days since last purchase').waitFor()
  await page.getByText('28 days', { exact: true }).waitFor()

  await page.getByText('12 weeks').click()
  await page.waitForURL('**/segments/vip?days=84')
  await settled(page)
  await page.getByText('Show as a table').click()
  const { items: days } = await ask('/v1/segments/vip/history?days=84')
  assert.equal(await page.getByRole('table', { name: 'How it moved' }).locator('tbody tr').count(), days.length)

  await page.getByRole('link', { name: '1042', exact: true }).click()
  await page.waitForURL('**/members/1042')

  await visit(page, '/segments/no-such-segment')
  await page.getByText('There is no such segment.').waitFor()
  await page.getByText('SEGMENT_UNKNOWN').waitFor()
}
