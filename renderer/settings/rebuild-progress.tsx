import { useStore } from 'zustand'
import { TaskProgress } from '../feedback/task-progress.tsx'
import { tasksStore } from '../stores.ts'
import classes from './settings.module.css'

/** While days are rebuilt, how far that is; nothing else. */
export const RebuildProgress = () => {
  const task = useStore(tasksStore, ({ tasks }) =>
    tasks.find(({ kind, state }) => kind === 'rebuild' && (state === 'running' || state === 'waiting')),
  )
  return (
    task && (
      <div className={classes.rebuild}>
        {task.title}
        <TaskProgress task={task} />
      </div>
    )
  )
}
