// Changing a rule's tree: every change gives a new tree and leaves the old one as it was, so that it can be taken back.
import { aGroup, type Group, type RuleNode } from '@/features/segments/builder/nodes'

/** The node with this id; null when it is not in the tree. */
export function findNode(root: Group, id: number): RuleNode | null {
  if (root.id === id) return root
  for (const part of root.parts) {
    const found = part.kind === 'group' ? findNode(part, id) : part.id === id ? part : null
    if (found !== null) return found
  }
  return null
}

/** The group that holds the node, and where in it; null for the top and for strangers. */
export function placeOf(root: Group, id: number): { group: Group; at: number } | null {
  const at = root.parts.findIndex((part) => part.id === id)
  if (at >= 0) return { group: root, at }
  for (const part of root.parts) {
    const found = part.kind === 'group' ? placeOf(part, id) : null
    if (found !== null) return found
  }
  return null
}

/** The tree with `node` in the place of the one that has its id. */
export function withNode(root: Group, node: RuleNode): Group {
  if (root.id === node.id) return node.kind === 'group' ? node : root
  return mapped(root, (part) => (part.id === node.id ? node : part))
}

/** The tree without the node. The top stays. */
export function withoutNode(root: Group, id: number): Group {
  return { ...root, parts: root.parts.filter((part) => part.id !== id).map((part) => (part.kind === 'group' ? withoutNode(part, id) : part)) }
}

/** The tree with `node` as part number `at` of the group. */
export function withPart(root: Group, groupId: number, at: number, node: RuleNode): Group {
  if (root.id === groupId) return { ...root, parts: root.parts.toSpliced(at, 0, node) }
  return { ...root, parts: root.parts.map((part) => (part.kind === 'group' ? withPart(part, groupId, at, node) : part)) }
}

/** The node moved to be part number `at` of the group, counted before it leaves. Into itself nothing moves. */
export function movedTo(root: Group, id: number, groupId: number, at: number): Group {
  const node = findNode(root, id)
  const from = placeOf(root, id)
  if (node === null || from === null || findInside(node, groupId)) return root
  const shift = from.group.id === groupId && from.at < at ? 1 : 0
  return withPart(withoutNode(root, id), groupId, at - shift, node)
}

/** One place up or down among its neighbours; past the end it leaves its group. */
export function stepped(root: Group, id: number, direction: -1 | 1): Group {
  const place = placeOf(root, id)
  if (place === null) return root
  const { group, at } = place
  const next = at + direction
  if (next >= 0 && next < group.parts.length) return movedTo(root, id, group.id, direction > 0 ? at + 2 : at - 1)
  return movedOut(root, id, direction)
}

/** Out of its group, to stand before it (−1) or behind it (1). At the top it stays. */
export function movedOut(root: Group, id: number, direction: -1 | 1 = 1): Group {
  const place = placeOf(root, id)
  const outer = place === null ? null : placeOf(root, place.group.id)
  return outer === null ? root : movedTo(root, id, outer.group.id, direction > 0 ? outer.at + 1 : outer.at)
}

/** Into the group that stands before it, as its last part; where there is none, into a new group of its own. */
export function movedIn(root: Group, id: number): Group {
  const place = placeOf(root, id)
  if (place === null) return root
  const before = place.group.parts[place.at - 1]
  if (before?.kind === 'group') return movedTo(root, id, before.id, before.parts.length)
  const node = findNode(root, id)
  return node === null ? root : withPart(withoutNode(root, id), place.group.id, place.at, aGroup(place.group.join === 'and' ? 'or' : 'and', [node]))
}

/** A copy with ids of its own, to stand behind the original. */
export function copied(node: RuleNode, newId: () => number): RuleNode {
  return node.kind === 'group' ? { ...node, id: newId(), parts: node.parts.map((part) => copied(part, newId)) } : { ...node, id: newId() }
}

function findInside(node: RuleNode, id: number): boolean {
  return node.id === id || (node.kind === 'group' && node.parts.some((part) => findInside(part, id)))
}

function mapped(group: Group, change: (part: RuleNode) => RuleNode): Group {
  return {
    ...group,
    parts: group.parts.map((part) => {
      const changed = change(part)
      return changed === part && part.kind === 'group' ? mapped(part, change) : changed
    }),
  }
}
