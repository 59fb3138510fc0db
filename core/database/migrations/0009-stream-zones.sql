-- Zone of the machine whose agent sends a file: its times are local to it. Empty where the agent did not tell, or the zone is not known here.
ALTER TABLE agent_stream ADD COLUMN zone TEXT NOT NULL DEFAULT '';
