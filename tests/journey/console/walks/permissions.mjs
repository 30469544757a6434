// A viewer: what is not offered, not asked for, and refused when asked for by address.
import assert from 'node:assert/strict'

export default async function ({ open, visit, viewer, admin }) {
  const page = await open({ user: viewer })
  const asked = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await visit(page, '/')
  await page.getByRole('link', { name: 'Segments', exact: true }).waitFor()
  for (const name of ['Users', 'API keys', 'Webhooks']) assert.equal(await page.getByRole('link', { name, exact: true }).count(), 0, name)

  await page.goto('/settings/users')
  await page.getByText('You may not see this.').waitFor()
  await page.getByText('users.read').waitFor()
  assert.deepEqual(asked.filter((path) => /users|api-keys|webhooks/.test(path) && path.startsWith('/v1/')), [])

  const theirs = await open({ user: admin })
  await visit(theirs, '/settings/users')
  await theirs.getByText(viewer.name).first().waitFor()
}
