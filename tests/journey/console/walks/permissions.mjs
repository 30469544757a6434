// A key that may only read members: what is not offered, not asked for, and refused when asked for by address.
import assert from 'node:assert/strict'

export default async function ({ open, visit, membersOnlyKey }) {
  const page = await open({ key: membersOnlyKey })
  const asked = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await visit(page, '/')
  assert.match(page.url(), /\/members$/)
  assert.equal(await page.getByRole('link', { name: 'Segments', exact: true }).count(), 0)

  await visit(page, '/members/1042')
  assert.equal(await page.getByRole('heading', { name: 'Balance' }).count(), 0)
  assert.deepEqual(asked.filter((path) => /accounts|offers|profile|entries|segments|program$/.test(path) && path.startsWith('/v1/')), [])

  await page.goto('/segments')
  await page.getByText('Your key may not see this.').waitFor()
  await page.getByText('segments.read').waitFor()
}
