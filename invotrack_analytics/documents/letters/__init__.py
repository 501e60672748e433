"""Letters: the words of mails to clients, from templates of ours or of the workspace; knows neither mail nor books."""
