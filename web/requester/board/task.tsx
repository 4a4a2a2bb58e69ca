// One task with everything that is known of it.

export function TaskScreen({ project, task }: { project: number; task: string }) {
  return (
    <div class="screen">
      <h1 tabIndex={-1}>
        {project} {task}
      </h1>
    </div>
  );
}
