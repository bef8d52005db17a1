"""What a room of learners needs, from what one learner was measured to need."""

import math
from dataclasses import dataclass

ROOMS = (30, 200, 1000)
DRAGGING = 0.1  # of a room move a slider at the same moment
KERNELS = 2  # a learner has open: this lesson, and one that was never shut down
ARRIVAL = 300  # seconds in which a whole room logs in and runs its first notebook
RESERVE = 1.25  # room for the system, the learners' own work, and what was not measured


@dataclass(frozen=True)
class Cost:
    """What was measured; memory in MB, work in processor seconds."""

    hub: float  # memory of the hub and its proxy
    server: float  # memory of a learner's server
    kernel: float  # memory of a kernel after Run All
    start: float  # work until the first notebook has run to its end
    drag: float  # work per second of dragging, alone on the machine
    idle: float  # work per second of a learner who reads
    together: float  # dragging learners that one processor bears
    traffic: float  # megabits per second to a learner who drags, alone on the machine


def memory(cost, learners):
    """Return gigabytes: the hub, and for each learner a server and kernels; with the reserve."""
    return RESERVE * (cost.hub + learners * (cost.server + KERNELS * cost.kernel)) / 1000


def dragging(learners):
    """Return how many of a room drag at once."""
    return math.ceil(DRAGGING * learners)


def processors_arriving(cost, learners):
    """Return the processors that start a whole room within the time of arrival."""
    return RESERVE * learners * cost.start / ARRIVAL


def processors_working(cost, learners):
    """Return the processors at which those who drag wait no longer than one alone."""
    moving = dragging(learners)
    return RESERVE * (moving * cost.drag + (learners - moving) * cost.idle)


def processors_all(cost, learners):
    """Return the processors that bear a whole room dragging at the same moment."""
    return RESERVE * learners / cost.together


def traffic(cost, learners):
    """Return the megabits per second that those who drag receive."""
    return dragging(learners) * cost.traffic


def table(cost):
    """Return the sums for each room as Markdown."""
    lines = [
        "| learners | memory, GB | dragging at once | processors while they arrive "
        "| processors while they work | processors if all drag at once | Mbit/s |",
        "|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for learners in ROOMS:
        lines.append(
            f"| {learners:,} | {memory(cost, learners):.0f} | {dragging(learners)} "
            f"| {math.ceil(processors_arriving(cost, learners))} "
            f"| {math.ceil(processors_working(cost, learners))} "
            f"| {math.ceil(processors_all(cost, learners))} "
            f"| {traffic(cost, learners):.0f} |"
        )
    return "\n".join(lines)
