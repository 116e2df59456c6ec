# SPDX-License-Identifier: GPL-3.0-or-later
"""What a job may do: BITS's arrows, written down from its documentation and not from the service.

Sources: "Life Cycle of a BITS Job", BG_JOB_STATE, "Users and Network Connections" and the pages of
the methods; where Ferry means to differ, "Deliberate differences from BITS" in HACKING.md. A job is
born Suspended. Between two looks it may have gone along several arrows, so that the model knows a
set of states, and each look makes it one again.
"""
STATES = ('queued', 'connecting', 'transferring', 'suspended', 'error', 'transient-error',
          'transferred', 'acknowledged', 'cancelled')
(QUEUED, CONNECTING, TRANSFERRING, SUSPENDED, ERROR, TRANSIENT_ERROR, TRANSFERRED, ACKNOWLEDGED,
 CANCELLED) = range(len(STATES))
DOWNLOAD, UPLOAD, UPLOAD_REPLY = range(3)

FINAL = {ACKNOWLEDGED, CANCELLED}
NOT_FINAL = set(range(len(STATES))) - FINAL
MOVING = {QUEUED, CONNECTING, TRANSFERRING, TRANSIENT_ERROR}
RESTING = NOT_FINAL - MOVING

# What happens without a call: (from, to) and what it takes; None: it may happen to any job.
BY_ITSELF = {
    (QUEUED, CONNECTING): None,             # its turn
    (CONNECTING, TRANSFERRING): None,       # connected
    (CONNECTING, TRANSFERRED): None,        # Ferry: nothing is missing, so nobody has to be asked
    (TRANSFERRING, TRANSFERRED): None,      # the last byte
    (CONNECTING, QUEUED): None,             # others first; or the service was started anew
    (TRANSFERRING, QUEUED): None,
    (TRANSIENT_ERROR, QUEUED): None,        # the retry is due, the network is back, or a start
    (QUEUED, TRANSIENT_ERROR): 'falter',    # the network is lost
    (CONNECTING, TRANSIENT_ERROR): 'falter',
    (TRANSFERRING, TRANSIENT_ERROR): 'falter',
    (CONNECTING, ERROR): 'fail',
    (TRANSFERRING, ERROR): 'fail',
    (TRANSIENT_ERROR, ERROR): 'give up',    # no progress for too long
    (TRANSFERRED, ACKNOWLEDGED): 'complete',  # Ferry: auto-complete
}

# What a call does to a job with files: {verb: {from: where it may lead}}. What is missing is
# InvalidState. Resume leads a finished job back only if files were added, Complete an upload to its
# end only from Transferred.
VERBS = {
    'Resume': {SUSPENDED: QUEUED, ERROR: QUEUED, TRANSIENT_ERROR: QUEUED, TRANSFERRED: QUEUED,
               QUEUED: QUEUED, CONNECTING: CONNECTING, TRANSFERRING: TRANSFERRING},
    'Suspend': {QUEUED: SUSPENDED, CONNECTING: SUSPENDED, TRANSFERRING: SUSPENDED,
                TRANSIENT_ERROR: SUSPENDED, SUSPENDED: SUSPENDED, ERROR: ERROR,
                TRANSFERRED: TRANSFERRED},
    'Complete': dict.fromkeys(NOT_FINAL, ACKNOWLEDGED),
    'Cancel': dict.fromkeys(NOT_FINAL, CANCELLED),
}
GONE = 'gone'  # stands for the state of a job that Remove has forgotten
MOVABLE = {QUEUED, SUSPENDED, ERROR, TRANSIENT_ERROR}  # another address can be given

# Every step that one job may ever be seen to make. A Complete that cannot move the files leads to
# Transferred.
STEPS = (set(BY_ITSELF) | {(before, TRANSFERRED) for before in NOT_FINAL - {TRANSFERRED}} |
         {(before, after) for row in VERBS.values() for before, after in row.items()
          if before != after})


class Wrong(AssertionError):
    """The service did what the model forbids."""


def name_of(states):
    return ', '.join(STATES[s] if s != GONE else s for s in sorted(states, key=str))


class File:
    """One file as it was given to the service."""

    def __init__(self, url, size, seed, checked=False, dead=False):
        self.url, self.size, self.seed = url, size, seed
        self.checked = checked  # it has a checksum
        self.dead = dead        # its server has no such file


class Stranger:
    """A job that the service never had: every call answers NotFound."""

    def __init__(self, id):
        self.id = id
        self.kind, self.folder, self.is_changing = DOWNLOAD, '/tmp', False
        self.files, self.possible = (), set()
        self.state = self.target = None
        self.is_away = False

    def answered(self, what, error):
        if error != 'NotFound':
            raise Wrong(f'{what} of no job: answered {error}')

    def answered_change(self, what, error, allowed, wanted=None):
        self.answered(what, error)

    def unanswered(self, verb):
        """Nothing can have happened."""

    def renew(self, dangers):
        """Nothing is dangerous."""


class Job:
    """What the model knows of one job."""

    def __init__(self, id, kind, properties, folder, is_changing):
        self.id, self.kind = id, kind
        self.properties = properties
        self.folder = folder
        self.is_changing = is_changing  # its server may have other versions of its files
        self.target = None              # where it uploads to
        self.is_partial = None          # what Complete said
        self.kept = None                # names of files that are in place, once it has ended
        self.files = []
        self.possible = {SUSPENDED}
        self.uncertain_files = None  # files of a call that nobody answered
        self.arrived = 0             # files, when it was looked at last
        self.is_unfinished = False   # may be Transferred without all files when looked at next
        self.is_away = False         # its folder
        self.may_leave_parts = False
        self.may_keep_files = False  # although it is cancelled: a kill met it while it completed
        self.moved = False           # some file had another address once
        self.dangers = set()         # what the world was like since it last rested

    # What may have happened.

    def _may(self, condition):
        if condition == 'falter':
            return bool(self.dangers & {'down', 'busy', 'cut', 'away'})
        if condition == 'give up':
            return self.properties['no-progress-timeout'] == 0 and self._may('falter')
        if condition == 'fail':
            return (self.has_lost_reply() or 'missing' in self.dangers or
                    any(f.dead for f in self.files) or
                    ('other' in self.dangers and self.is_changing) or
                    ('whole' in self.dangers and self.moved))
        return condition is None or self.properties['auto-complete']

    def has_lost_reply(self):
        """Its server has the whole file, and by these protocols nobody can ask for the reply."""
        return (self.kind == UPLOAD_REPLY and self.target is not None and
                self.target.protocol in ('tus', 'resumable') and self.target.data is not None)

    def reach(self, states):
        """Wherever the job may be by now."""
        found, open_ends = set(states), list(states)
        while open_ends:
            state = open_ends.pop()
            for (before, after), condition in BY_ITSELF.items():
                if before == state and after not in found and self._may(condition):
                    found.add(after)
                    open_ends.append(after)
        return found

    def endanger(self, dangers):
        """The world is like this from now on."""
        self.dangers |= dangers

    # Calls. Each takes the name of the error that was the answer, None for success.

    def _expect(self, verb, state, error=None):
        """(error, states that may follow) for a job in this state, whose call had this answer."""
        if state == GONE:
            return 'NotFound', {GONE}
        if verb == 'Remove':
            return (None, {GONE}) if state in FINAL else ('InvalidState', {state})
        if state not in VERBS[verb] or (verb == 'Complete' and self.kind != DOWNLOAD and
                                        state != TRANSFERRED):
            return 'InvalidState', {state}
        if verb == 'Resume' and not self.files:
            return 'Empty', {state}
        if verb == 'Resume' and state == TRANSFERRED:
            return None, self._resumed_transferred()
        if verb == 'Complete' and self.is_away and self._may_have_arrived(state, error):
            return 'FolderNotFound', {TRANSFERRED}
        return None, {VERBS[verb][state]}

    def _resumed_transferred(self):
        if self.possible != {TRANSFERRED} or self.uncertain_files:
            return {QUEUED, TRANSFERRED}
        return {QUEUED if self.arrived < len(self.files) else TRANSFERRED}

    def _may_have_arrived(self, state, error):
        """Whether there is a file to be moved. While it moves the answer alone can tell."""
        return error == 'FolderNotFound' if state in MOVING else self.arrived > 0

    def answered(self, verb, error):
        """The service answered one of the verbs."""
        self._narrow(verb, error, lambda state: self._expect(verb, state, error))
        self.is_unfinished |= error == 'FolderNotFound'
        self.may_leave_parts |= self.is_away and verb in ('Complete', 'Cancel', 'Remove')

    def answered_change(self, what, error, allowed, wanted=None):
        """The same for a call that changes no state, is allowed in some alone, and wants this."""
        self._narrow(what, error,
                     lambda state: (wanted if state in allowed else 'InvalidState', {state}))

    def _narrow(self, what, error, expect):
        before = self.reach(self.possible)
        outcomes = [expect(state) for state in before]
        after = set().union(*(states for wanted, states in outcomes if wanted == error))
        if not after:
            wanted = sorted({str(wanted) for wanted, _ in outcomes})
            raise Wrong(f'{what} of a job that may be {name_of(before)}: answered {error}, '
                        f'wanted {" or ".join(wanted)}')
        self.possible = after

    def unanswered(self, verb):
        """The service died with the call: it was done or not."""
        before = self.reach(self.possible)
        self.possible = before.union(*(self._expect(verb, state, error)[1] for state in before
                                       for error in (None, 'FolderNotFound')))
        self.is_unfinished = True
        self.may_leave_parts |= self.is_away
        self.may_keep_files |= verb == 'Complete'

    def met_kill(self):
        """The service died, maybe while the job completed by itself."""
        self.may_keep_files |= self.properties['auto-complete']

    def renew(self, dangers):
        """Nothing of the job is under way: what was dangerous before is so no more."""
        if self.possible <= RESTING:
            self.dangers = set(dangers)

    # Looks.

    def seen(self, row):
        """One row of Refresh."""
        _, state, total, transferred, files, arrived, properties = row
        self._settle_files(files)
        may_be = self.reach(self.possible)
        if state not in may_be:
            raise Wrong(f'{STATES[state]}, but may be {name_of(may_be)} (was '
                        f'{name_of(self.possible)}; dangers: {sorted(self.dangers)}); its last '
                        f'error: {properties.get("error")}')
        before, self.possible = self.possible, {state}
        if transferred > total or arrived > files:
            raise Wrong(f'{transferred} of {total} bytes, {arrived} of {files} files')
        if state == TRANSFERRED and TRANSFERRED not in before and not self.is_unfinished and (
                transferred < total or arrived < files or files == 0):
            raise Wrong(f'is transferred with {arrived} of {files} files')
        if before == {TRANSFERRED} and arrived < self.arrived:
            raise Wrong(f'{self.arrived} files had arrived, now {arrived}')
        self.arrived = arrived
        self.is_unfinished = False
        self._check_properties(properties)

    def add(self, files):
        self.files += files
        self.is_unfinished = True

    def _settle_files(self, count):
        if self.uncertain_files and count == len(self.files) + len(self.uncertain_files):
            self.add(self.uncertain_files)
        self.uncertain_files = None
        if count != len(self.files):
            raise Wrong(f'{count} files, {len(self.files)} were added')

    def _check_properties(self, properties):
        if properties['type'] != self.kind:
            raise Wrong(f'type {properties["type"]}')
        for key, value in self.properties.items():
            got = properties.get(key, type(value)())
            if got != value:
                raise Wrong(f'property {key} is {got}, {value} was set')

    @property
    def state(self):
        """The one that was seen last."""
        (state,) = self.possible
        return state
