// Members: finding one, and all that is known of one. The search is offered to the shell's top bar.
import { UsersRound } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'

import type { NavigationItem } from '@/lib/route'

export { useMemberSearch } from '@/features/members/queries'

const PERMISSION = 'members.read'

export const routes: readonly RouteRecordRaw[] = [
  {
    path: '/members',
    name: 'members',
    meta: { titleKey: 'members.title', permission: PERMISSION },
    component: () => import('@/features/members/pages/MembersPage.vue'),
  },
  {
    path: '/members/:memberId',
    name: 'member',
    meta: { titleKey: 'member.title', permission: PERMISSION },
    component: () => import('@/features/members/pages/MemberPage.vue'),
    props: true,
  },
]

export const navigationItem: NavigationItem = {
  routeName: 'members',
  labelKey: 'members.title',
  icon: UsersRound,
  permission: PERMISSION,
  groupKey: 'shell.group.people',
}
