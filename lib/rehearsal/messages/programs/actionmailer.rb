# Sends cases by Rails' ActionMailer, with the settings that `kitte users show --for rails` prints.
require 'action_mailer'
require 'json'
require 'ostruct'

job = JSON.parse($stdin.read)
ENV['MAIL_PASSWORD'] = job['password']
config = OpenStruct.new(action_mailer: OpenStruct.new)
# As pasted into config/environments/production.rb.
eval(File.read(job['settings']))
pasted = config.action_mailer
ActionMailer::Base.delivery_method = pasted.delivery_method
ActionMailer::Base.smtp_settings = pasted.smtp_settings
ActionMailer::Base.default(pasted.default_options)

class Cases < ActionMailer::Base
  def one(given)
    headers['List-Unsubscribe'] = '<https://app.example.com/u/4>' if given['how'] == 'unsubscribe'
    headers['List-Unsubscribe-Post'] = 'List-Unsubscribe=One-Click' if given['how'] == 'unsubscribe'
    attachments['Größe.bin'] = (0..255).map(&:chr).join.b * 8 if given['how'] == 'attached'
    mail(to: given['to'], subject: "Case #{given['id']}: Größe 切手") do |format|
      format.text { render plain: "Grüße\n" + ('word ' * 300) + "\n" }
      format.html { render html: ('<p>' + '<b>Größe</b>' * 300 + '</p>').html_safe } if given['how'] == 'alternative'
    end
  end
end

job['cases'].each do |given|
  said = 'sent'
  begin
    Cases.one(given).deliver_now
  rescue StandardError => error
    said = "#{error.class}: #{error.message}"
  end
  puts JSON.generate({ id: given['id'], said: said[0, 500] })
  $stdout.flush
end
