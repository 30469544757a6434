// The clock has been turned past the wait: nobody is inside, and the customer's own page tells the way, the points and what else happened.
import assert from 'node:assert/strict'

const CODE = 'thank-them'

export default async function ({ open, ask, visit }) {
  const one = await ask(`/v1/journeys/${CODE}`)
  assert.deepEqual([one.entered_count, one.inside_count], [1, 0])
  const page = await open()
  await visit(page, '/members/1042?show=JOURNEY')
  const steps = page.locator('.line li', { hasText: CODE })
  await steps.first().waitFor()
  assert.ok((await steps.count()) >= 2, 'it came in and it came to an end')
  await visit(page, '/members/1042?show=POINTS')
  await page.locator('.line li', { hasText: '+50 points' }).first().waitFor()
  await visit(page, '/members/1042?show=PURCHASE')
  await page.locator('.line li').first().waitFor()
}
